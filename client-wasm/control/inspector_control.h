// Carries out what is asked of what one turn was sent, and why. While it is open it keeps up with
// the chat: it reads the record of the turn that is shown when there is more to know of it.
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/inspector.h"
#include "client-wasm/model/inspector_actions.h"

namespace magic {

class InspectorControl {
 public:
  explicit InspectorControl(ControlContext context) : context_(std::move(context)) {}

  void perform(const InspectorAction& wanted);
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

  const InspectorModel& model() const { return model_; }

 private:
  using Clock = std::chrono::steady_clock;

  void follow_chat();
  void read_time_left();
  int count_time_left();
  void ask_without(const std::string& message_id);
  void mark(const action::MarkMessage& wanted);
  void erase(const std::string& message_id);
  void choose(const std::string& answer_id);
  ProxyApi::OnStatus after_change();
  void read_all_again();

  ControlContext context_;
  InspectorModel model_;
  std::string session_id_;  // the one that the model is about
  std::optional<Clock::time_point> expires_;
  bool time_is_visible_ = false;
};

}  // namespace magic
