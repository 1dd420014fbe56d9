// Carries out what is asked of one message to several lanes at once.
// Thread rule: UI thread.
#pragma once

#include <optional>
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
  void open();
  void ask();
  void stop();
  void go_on_with(int slot);
  void hang_up();  // another session is open: what was asked in the old one is left to itself

  ControlContext context_;
  CompareModel model_;
  std::optional<RequestId> request_;
};

}  // namespace magic
