// Carries out what is asked of the scenarios that show what memory does.
// Thread rule: UI thread.
#pragma once

#include <string>

#include "client-wasm/control/control.h"
#include "client-wasm/control/tour_runner.h"
#include "client-wasm/model/tour.h"
#include "client-wasm/model/tour_actions.h"

namespace magic {

class TourControl {
 public:
  explicit TourControl(ControlContext context);

  void perform(const TourAction& wanted);
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

  const TourModel& model() const { return model_; }

 private:
  void run(const std::vector<std::size_t>& scenarios);
  void show(bool open);

  ControlContext context_;
  TourModel model_;
  TourRunner runner_;
  std::string opened_over_;  // the chat's session when the tour was opened
};

}  // namespace magic
