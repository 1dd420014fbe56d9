// One key a caller:
//
//   chat:limit:{CALLER}   hash  whole_at, day, tokens: see assets/redis/rate_limit.lua
//
// What holds:
// - Checking and counting are one step, by Redis' clock: proxies on one Redis together let through
//   what one of them would.
// - A key lives no longer than it says something: a minute for turns, to the day's end for tokens.
// - A call whose answer was lost is not repeated: it might count twice.
#include "proxy/store/redis_rate_limits.h"

#include <string>
#include <utility>
#include <vector>

#include "proxy/store/redis_client.h"
#include "rate_limit_assets.h"

namespace magic {
namespace {

class RedisRateLimits final : public RateLimits {
 public:
  explicit RedisRateLimits(std::shared_ptr<RedisClient> redis) : redis_(std::move(redis)) {}

  Result<Allowance> take(const std::string& caller, const RateLimit& limit, int turns) override {
    return count(caller, limit, turns, 0);
  }

  Status spend(const std::string& caller, std::int64_t tokens) override {
    const Result<Allowance> counted = count(caller, {}, 0, tokens);
    if (!counted) return counted.error();
    return success();
  }

 private:
  Result<Allowance> count(const std::string& caller, const RateLimit& limit, int turns,
                          std::int64_t tokens) {
    const Result<RedisReply> reply = client_.script(
        script_, {"chat:limit:{" + caller + "}"},
        {std::to_string(limit.turns_per_minute), std::to_string(limit.tokens_per_day),
         std::to_string(turns), std::to_string(tokens)},
        Repeat::harmful, client_.call_deadline());
    if (!reply) return reply.error();
    const std::vector<RedisReply>& numbers = reply.value().items;
    if (numbers.size() != 6) return client_.unexpected();
    Allowance allowance;
    allowance.refused = static_cast<Allowance::Refused>(numbers[0].integer);
    allowance.wait_ms = numbers[1].integer;
    allowance.turns_left = static_cast<int>(numbers[2].integer);
    allowance.turns_whole_ms = numbers[3].integer;
    allowance.tokens_left = numbers[4].integer;
    allowance.day_ends_ms = numbers[5].integer;
    return allowance;
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
