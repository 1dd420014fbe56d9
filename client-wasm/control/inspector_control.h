// Carries out what is asked of what one turn was sent, and why.
// Thread rule: UI thread.
#pragma once

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
  ControlContext context_;
  InspectorModel model_;
};

}  // namespace magic
