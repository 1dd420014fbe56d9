// Carries out what is asked of the conversation beside plain sending: other answers, editing the
// last message, options, the lock to this machine.
// Thread rule: UI thread.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "client-wasm/control/control.h"
#include "client-wasm/model/talk_actions.h"
#include "client-wasm/model/turns.h"

namespace magic {

class TalkControl {
 public:
  using StartTurn = std::function<void(const OutgoingTurn& turn)>;
  TalkControl(ControlContext context, StartTurn start_turn)
      : context_(std::move(context)), start_turn_(std::move(start_turn)) {}

  void perform(const TalkAction& wanted);
  // Sends the draft; first deletes the turn that it replaces, where the last message is edited.
  void send();
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

 private:
  void show_answer(const action::ShowAnswer& wanted);
  void delete_then_send(std::vector<std::string> message_ids);
  void lock_to_local(bool locked);
  void take_back_lock(const std::string& session_id, bool locked, const Error& error);
  void ask_session();
  void load_models();

  ControlContext context_;
  StartTurn start_turn_;
  std::string known_session_;  // whose lock was asked for
  bool asking_models_ = false;
  bool asked_models_ = false;
};

}  // namespace magic
