// One key a caller:
//
//   chat:{limit}:CALLER   hash  whole_at, day, tokens: see assets/redis/rate_limit.lua
//
// What holds:
// - Checking and counting are one step, by Redis' clock: proxies on one Redis together let through
//   what one of them would. So are those whom one turn counts for, a browser and its address, which
//   is why all keys are in one slot.
// - A key lives no longer than it says something: a minute for turns, to the day's end for tokens.
// - A call whose answer was lost is not repeated: it might count twice.
#include "proxy/store/redis_rate_limits.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proxy/store/redis_allowances.h"
#include "proxy/store/redis_client.h"
#include "rate_limit_assets.h"

namespace magic {
namespace {

class RedisRateLimits final : public RateLimits {
 public:
  explicit RedisRateLimits(std::shared_ptr<RedisClient> redis) : redis_(std::move(redis)) {}

  Result<std::vector<Allowance>> take(const std::vector<LimitedCaller>& callers,
                                      int turns) override {
    return count(callers, turns, 0);
  }

  Status spend(const std::string& caller, std::int64_t tokens) override {
    const Result<std::vector<Allowance>> counted = count({{caller, {}}}, 0, tokens);
    if (!counted) return counted.error();
    return success();
  }

 private:
  Result<std::vector<Allowance>> count(const std::vector<LimitedCaller>& callers, int turns,
                                       std::int64_t tokens) {
    std::vector<std::string> keys;
    std::vector<std::string> arguments{std::to_string(turns), std::to_string(tokens)};
    for (const LimitedCaller& each : callers) {
      keys.push_back("chat:{limit}:" + each.caller);
      arguments.push_back(std::to_string(each.limit.turns_per_minute));
      arguments.push_back(std::to_string(each.limit.tokens_per_day));
    }
    const Result<RedisReply> reply =
        client_.script(script_, keys, arguments, Repeat::harmful, client_.call_deadline());
    if (!reply) return reply.error();
    std::optional<std::vector<Allowance>> allowances =
        allowances_from(reply.value(), callers.size());
    if (!allowances) return client_.unexpected();
    return *std::move(allowances);
  }

  const RedisScript script_{asset("rate_limit.lua")};
  const std::shared_ptr<RedisClient> redis_;
  RedisClient& client_ = *redis_;
};

}  // namespace

std::unique_ptr<RateLimits> make_redis_rate_limits(std::shared_ptr<RedisClient> redis) {
  return std::make_unique<RedisRateLimits>(std::move(redis));
}

}  // namespace magic
