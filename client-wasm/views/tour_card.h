// One scenario of the tour: its title and verdict, and unfolded, its steps with their answers.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <optional>

#include "client-wasm/model/tour.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

struct TourCard {
  std::size_t index = 0;
  const TourScenario& scenario;
  const std::optional<TourRun>& run;
  bool can_run = false;
  bool waits = false;     // runs later
  bool unfolded = false;  // its steps are shown
};

struct DrawnCard {
  float height = 0;
  bool folded_or_unfolded = false;  // the person asked for it
};
DrawnCard draw(const TourCard& card, ImVec2 at, float width, const Look& look, Actions& actions);

}  // namespace magic
