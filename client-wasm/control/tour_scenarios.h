// The scenarios that are built in: assets/tour/scenarios.json.
// Thread rule: pure function.
#pragma once

#include <vector>

#include "shared/tour.h"

namespace magic {

std::vector<TourScenario> tour_scenarios();

}  // namespace magic
