#include "client-wasm/views/scroll_motion.h"

#include <cmath>

namespace magic {
namespace {

constexpr float kSlowing = 0.28f;  // seconds in which the speed falls to 1/e
constexpr float kMemory = 0.05f;   // the same, for how a finger moved
constexpr float kLeastFlick = 60.0f, kStandsStill = 12.0f;  // points a second

}  // namespace

float ScrollMotion::step(bool held, float moved, float seconds, bool reduced_motion) {
  if (held) {
    if (!held_) way_ = way_seconds_ = 0;
    held_ = true;
    speed_ = 0;
    const float kept = std::exp(-seconds / kMemory);
    way_ = way_ * kept + moved;
    way_seconds_ = way_seconds_ * kept + seconds;
    return moved;
  }
  if (held_) {
    held_ = false;
    // A finger that rested before it was lifted has put the content down.
    const float kept = std::exp(-seconds / kMemory);
    const float flick = way_seconds_ > 0 ? way_ * kept / (way_seconds_ * kept + seconds) : 0;
    speed_ = reduced_motion || std::fabs(flick) < kLeastFlick ? 0 : flick;
  }
  if (speed_ == 0) return 0;
  const float before = speed_;
  speed_ *= std::exp(-seconds / kSlowing);
  if (std::fabs(speed_) < kStandsStill) speed_ = 0;
  return (before - speed_) * kSlowing;
}

}  // namespace magic
