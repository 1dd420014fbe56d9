#include "client-wasm/control/tour_scenarios.h"

#include <cassert>
#include <utility>

#include "shared/tour_json.h"
#include "tour_assets.h"

namespace magic {

std::vector<TourScenario> tour_scenarios() {
  Result<std::vector<TourScenario>> read = tour_from_json(asset("scenarios.json"));
  assert(read.ok() && "the tour that is built in is tested");
  if (!read) return {};
  return std::move(read).value();
}

}  // namespace magic
