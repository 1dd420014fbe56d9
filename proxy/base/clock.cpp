#include "proxy/base/clock.h"

#include <chrono>

namespace magic {
namespace {

class SystemClock final : public Clock {
 public:
  std::int64_t wall_ms() const override { return ms(std::chrono::system_clock::now()); }
  std::int64_t monotonic_ms() const override { return ms(std::chrono::steady_clock::now()); }

 private:
  template <class TimePoint>
  static std::int64_t ms(TimePoint now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  }
};

}  // namespace

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

}  // namespace magic
