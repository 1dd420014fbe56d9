// The moment by which one call of the store must have ended, shared by everything it waits for, so
// that several waits in a row cannot add up to more than was promised.
// Thread rule: a plain value.
#pragma once

#include <algorithm>
#include <chrono>

namespace magic {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  static Deadline in_ms(int ms) { return Deadline(Clock::now() + std::chrono::milliseconds(ms)); }

  // This deadline, or `ms` from now when that is sooner.
  Deadline or_in_ms(int ms) const { return Deadline(std::min(at_, in_ms(ms).at_)); }

  Clock::time_point at() const { return at_; }
  bool passed() const { return Clock::now() >= at_; }

  // For poll(): rounded up, so that it does not spin through the last millisecond.
  int left_ms() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now());
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
  }

 private:
  explicit Deadline(Clock::time_point at) : at_(at) {}

  Clock::time_point at_;
};

}  // namespace magic
