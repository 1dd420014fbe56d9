// Time, as something that a test can turn by hand.
// Thread rule: every method may be called from any thread.
#pragma once

#include <cstdint>

namespace magic {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t wall_ms() const = 0;       // since 1970, may jump
  virtual std::int64_t monotonic_ms() const = 0;  // for durations, never goes back
};

// The machine's own clock.
Clock& system_clock();

}  // namespace magic
