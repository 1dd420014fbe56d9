// Time that a test turns by hand.
#pragma once

#include <atomic>

#include "proxy/base/clock.h"

namespace magic::test {

class TestClock final : public Clock {
 public:
  std::int64_t wall_ms() const override { return wall_; }
  std::int64_t monotonic_ms() const override { return monotonic_; }
  void pass(std::int64_t ms) {
    wall_ += ms;
    monotonic_ += ms;
  }

 private:
  std::atomic<std::int64_t> wall_ = 1'000'000'000'000;
  std::atomic<std::int64_t> monotonic_ = 0;
};

}  // namespace magic::test
