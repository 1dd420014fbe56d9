// Carries out what is asked of one message to several lanes at once.
// Thread rule: UI thread.
#pragma once

#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/model/compare_actions.h"

namespace magic {

class CompareControl {
 public:
  explicit CompareControl(ControlContext context) : context_(std::move(context)) {}

  void perform(const CompareAction& wanted);
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

  const CompareModel& model() const { return model_; }

 private:
  ControlContext context_;
  CompareModel model_;
};

}  // namespace magic
