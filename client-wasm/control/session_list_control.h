// Carries out what is asked of the list of sessions at the left.
// Thread rule: UI thread.
#pragma once

#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/model/session_list_actions.h"

namespace magic {

class SessionListControl {
 public:
  explicit SessionListControl(ControlContext context) : context_(std::move(context)) {}

  void perform(const SessionListAction& wanted);
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

  const SessionListModel& model() const { return model_; }

 private:
  ControlContext context_;
  SessionListModel model_;
};

}  // namespace magic
