#include "proxy/store/memory_rate_limits.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

#include "proxy/base/mutex.h"

namespace magic {
namespace {

constexpr double kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

class MemoryRateLimits final : public RateLimits {
 public:
  explicit MemoryRateLimits(const Clock& clock) : clock_(clock) {}

  // As assets/redis/rate_limit.lua does it.
  Result<std::vector<Allowance>> take(const std::vector<LimitedCaller>& callers,
                                      int turns) override {
    const Lock lock(mutex_);
    const std::int64_t now = clock_.wall_ms();
    std::vector<Allowance> allowances;
    for (const LimitedCaller& each : callers)
      allowances.push_back(refusal(each, turns, of_today(each.caller, now), now));
    const bool refused =
        std::any_of(allowances.begin(), allowances.end(),
                    [](const Allowance& each) { return each.refused != Allowance::Refused::no; });
    for (std::size_t i = 0; i < callers.size(); ++i) {
      Had& had = of_today(callers[i].caller, now);
      if (!refused) had.whole_at = after(callers[i].limit, turns, had);
      tell_what_is_left(callers[i].limit, had, now, allowances[i]);
    }
    return allowances;
  }

  Status spend(const std::string& caller, std::int64_t tokens) override {
    const Lock lock(mutex_);
    of_today(caller, clock_.wall_ms()).tokens += tokens;
    return success();
  }

 private:
  struct Had {
    double whole_at = 0;
    std::int64_t day = 0;
    std::int64_t tokens = 0;
  };

  static double each_ms(const RateLimit& limit) {
    return limit.turns_per_minute > 0 ? kMinuteMs / limit.turns_per_minute : 0;
  }
  static double after(const RateLimit& limit, int turns, const Had& had) {
    return had.whole_at + std::min(turns, limit.turns_per_minute) * each_ms(limit);
  }

  static Allowance refusal(const LimitedCaller& asks, int turns, const Had& had, std::int64_t now) {
    Allowance allowance;
    allowance.day_ends_ms = (had.day + 1) * kDayMs - now;
    const double over = after(asks.limit, turns, had) - static_cast<double>(now) - kMinuteMs;
    if (asks.limit.tokens_per_day > 0 && had.tokens >= asks.limit.tokens_per_day) {
      allowance.refused = Allowance::Refused::tokens;
      allowance.wait_ms = allowance.day_ends_ms;
    } else if (over > 0.5) {
      allowance.refused = Allowance::Refused::turns;
      allowance.wait_ms = std::llround(std::ceil(over));
    }
    return allowance;
  }

  static void tell_what_is_left(const RateLimit& limit, const Had& had, std::int64_t now,
                                Allowance& allowance) {
    const double until_whole = had.whole_at - static_cast<double>(now);
    allowance.turns_whole_ms = std::llround(std::ceil(until_whole));
    if (limit.turns_per_minute > 0)
      allowance.turns_left = static_cast<int>((kMinuteMs - until_whole) / each_ms(limit) + 0.001);
    allowance.tokens_left = std::max<std::int64_t>(limit.tokens_per_day - had.tokens, 0);
  }

  Had& of_today(const std::string& caller, std::int64_t now) MAGIC_REQUIRES(mutex_) {
    Had& had = had_[caller];
    had.whole_at = std::max(had.whole_at, static_cast<double>(now));
    if (had.day != now / kDayMs) had.tokens = 0;
    had.day = now / kDayMs;
    return had;
  }

  const Clock& clock_;
  Mutex mutex_;
  std::map<std::string, Had> had_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<RateLimits> make_memory_rate_limits(const Clock& clock) {
  return std::make_unique<MemoryRateLimits>(clock);
}

}  // namespace magic
