#include "client-wasm/control/tour_control.h"

namespace magic {

void TourControl::perform(const TourAction& wanted) {
  if (const auto* show = std::get_if<action::ShowTour>(&wanted)) model_.open = show->open;
}

int TourControl::tick() { return -1; }

}  // namespace magic
