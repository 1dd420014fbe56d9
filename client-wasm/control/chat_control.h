// The open conversation and the proxy: reads what is stored of it, runs its turn, asks from time to
// time whether the proxy works, and reads again what may have changed while it did not.
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/turns.h"

namespace magic {

class ChatControl {
 public:
  explicit ChatControl(ControlContext context) : context_(std::move(context)) {}

  // Both leave what is open: its turn goes on without us, and is stored.
  void open_new();
  void open(const std::string& session_id);
  void reload();  // unless a turn is under way
  void clear();

  void start(const OutgoingTurn& turn);
  // The first time the proxy is asked to; the second time we hang up.
  void stop();

  // Another proxy is asked from now on: its chats are others.
  void reconnect();

  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

 private:
  using Clock = std::chrono::steady_clock;

  void leave();
  void hear(int turn_number, const ChatEvent& event);
  void load_page(const std::optional<std::string>& after);
  void take_page(const std::string& session_id, const Result<MessagePage>& page);
  void take_health(const Result<Health>& health);

  ControlContext context_;
  std::optional<RequestId> running_turn_;
  bool reload_when_connected_ = false;
  bool asking_health_ = false;
  Clock::time_point next_health_;
};

}  // namespace magic
