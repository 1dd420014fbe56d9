// What every kind of RateLimits promises, on each of them; and what only Redis has to.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "proxy/store/memory_rate_limits.h"
#include "proxy/store/redis_rate_limits.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

using Refused = Allowance::Refused;

constexpr std::int64_t kDayMs = 86'400'000;

struct MemoryLimitsKind {
  void pass(const std::string&, std::int64_t ms) { clock.now_ms += ms; }

  HandClock clock;
  std::unique_ptr<RateLimits> limits = make_memory_rate_limits(clock);
};

struct RedisLimitsKind {
  // Redis' clock cannot be turned, so what is known of the caller grows older instead.
  void pass(const std::string&, std::int64_t ms) {
    const std::string key = server.cli({"KEYS", "chat:{limit}:*"});
    REQUIRE(key.find('\n') == std::string::npos);
    server.cli({"HINCRBYFLOAT", key, "whole_at", std::to_string(-ms)});
    server.cli({"HINCRBY", key, "day", std::to_string(-(ms / kDayMs))});
  }

  RedisServer server;
  std::unique_ptr<RateLimits> limits =
      make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
};

Allowance take(RateLimits& limits, const RateLimit& limit, int turns = 1,
               const std::string& caller = "token:alice") {
  const Result<std::vector<Allowance>> taken = limits.take({{caller, limit}}, turns);
  REQUIRE(taken.ok());
  REQUIRE(taken.value().size() == 1);
  return taken.value().front();
}

}  // namespace

TEMPLATE_TEST_CASE("A minute's turns may be taken at once, and then none", "[limits]",
                   MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 3};
  for (int left = 2; left >= 0; --left) {
    const Allowance taken = take(*kind.limits, limit);
    CHECK(taken.refused == Refused::no);
    CHECK(taken.turns_left == left);
    CHECK(taken.turns_whole_ms > (2 - left) * 20'000);
    CHECK(taken.turns_whole_ms <= (3 - left) * 20'000);
  }
  const Allowance refused = take(*kind.limits, limit);
  CHECK(refused.refused == Refused::turns);
  CHECK(refused.turns_left == 0);
  CHECK(refused.wait_ms > 10'000);
  CHECK(refused.wait_ms <= 20'000);
}

TEMPLATE_TEST_CASE("A refused turn counts for nothing", "[limits]", MemoryLimitsKind,
                   RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 2};
  take(*kind.limits, limit, 2);
  for (int i = 0; i < 20; ++i) CHECK(take(*kind.limits, limit).refused == Refused::turns);
  kind.pass("token:alice", 30'000);
  CHECK(take(*kind.limits, limit).refused == Refused::no);
}

TEMPLATE_TEST_CASE("Turns come back one by one, as many as a minute has", "[limits]",
                   MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 6};
  take(*kind.limits, limit, 6);
  kind.pass("token:alice", 10'000);
  CHECK(take(*kind.limits, limit).refused == Refused::no);
  CHECK(take(*kind.limits, limit).refused == Refused::turns);
  kind.pass("token:alice", 5 * 60'000);
  CHECK(take(*kind.limits, limit).turns_left == 5);
}

TEMPLATE_TEST_CASE("Lanes are taken all or not at all", "[limits]", MemoryLimitsKind,
                   RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 5};
  CHECK(take(*kind.limits, limit, 4).refused == Refused::no);
  const Allowance refused = take(*kind.limits, limit, 4);
  CHECK(refused.refused == Refused::turns);
  CHECK(refused.turns_left == 1);
  CHECK(refused.wait_ms > 24'000);
  CHECK(refused.wait_ms <= 36'000);
  CHECK(take(*kind.limits, limit).refused == Refused::no);
}

TEMPLATE_TEST_CASE("More lanes than a minute has turns can be had, for all of them", "[limits]",
                   MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 2};
  CHECK(take(*kind.limits, limit, 4).turns_left == 0);
  CHECK(take(*kind.limits, limit).refused == Refused::turns);
}

TEMPLATE_TEST_CASE("A turn may begin while any token of the day is left", "[limits]",
                   MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.tokens_per_day = 100};
  CHECK(take(*kind.limits, limit).tokens_left == 100);
  REQUIRE(kind.limits->spend("token:alice", 99).ok());
  CHECK(take(*kind.limits, limit).tokens_left == 1);
  REQUIRE(kind.limits->spend("token:alice", 500).ok());
  const Allowance refused = take(*kind.limits, limit);
  CHECK(refused.refused == Refused::tokens);
  CHECK(refused.tokens_left == 0);
  CHECK(refused.wait_ms > 0);
  CHECK(refused.wait_ms <= kDayMs);
  CHECK(refused.wait_ms == refused.day_ends_ms);
}

TEMPLATE_TEST_CASE("The next day has tokens again", "[limits]", MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.tokens_per_day = 100};
  REQUIRE(kind.limits->spend("token:alice", 200).ok());
  CHECK(take(*kind.limits, limit).refused == Refused::tokens);
  kind.pass("token:alice", kDayMs);
  CHECK(take(*kind.limits, limit).tokens_left == 100);
}

TEMPLATE_TEST_CASE("Whoever has no tokens left loses no turns by asking", "[limits]",
                   MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit both{.turns_per_minute = 2, .tokens_per_day = 100};
  REQUIRE(kind.limits->spend("token:alice", 100).ok());
  for (int i = 0; i < 5; ++i) {
    const Allowance refused = take(*kind.limits, both);
    CHECK(refused.refused == Refused::tokens);
    CHECK(refused.turns_left == 2);
  }
}

TEMPLATE_TEST_CASE("Each caller has their own", "[limits]", MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  const RateLimit limit{.turns_per_minute = 1, .tokens_per_day = 10};
  CHECK(take(*kind.limits, limit, 1, "token:alice").refused == Refused::no);
  CHECK(take(*kind.limits, limit, 1, "token:alice").refused == Refused::turns);
  REQUIRE(kind.limits->spend("token:alice", 10).ok());
  const Allowance other = take(*kind.limits, limit, 1, "token:bob");
  CHECK(other.refused == Refused::no);
  CHECK(other.tokens_left == 10);
}

TEMPLATE_TEST_CASE("What one of two may not have counts for neither", "[limits]", MemoryLimitsKind,
                   RedisLimitsKind) {
  TestType kind;
  const std::vector<LimitedCaller> both{{"anon:a", {.turns_per_minute = 3}},
                                        {"address:b", {.turns_per_minute = 1}}};
  for (const Refused expected : {Refused::no, Refused::turns, Refused::turns, Refused::turns}) {
    const auto taken = kind.limits->take(both, 1);
    REQUIRE(taken.ok());
    REQUIRE(taken.value().size() == 2);
    CHECK(taken.value()[0].refused == Refused::no);
    CHECK(taken.value()[0].turns_left == 2);
    CHECK(taken.value()[1].refused == expected);
    CHECK(taken.value()[1].turns_left == 0);
  }
}

TEMPLATE_TEST_CASE("Without a limit there is none", "[limits]", MemoryLimitsKind, RedisLimitsKind) {
  TestType kind;
  REQUIRE(kind.limits->spend("token:alice", 1'000'000'000'000).ok());
  for (int i = 0; i < 50; ++i) CHECK(take(*kind.limits, {}, 4).refused == Refused::no);
}

TEMPLATE_TEST_CASE("However many ask at once, no more pass than may", "[limits]", MemoryLimitsKind,
                   RedisLimitsKind) {
  TestType kind;
  std::atomic<int> passed = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller)
    callers.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        // One comes back each second: the test is quicker than that many.
        const auto taken = kind.limits->take({{"address:a", {.turns_per_minute = 20}}}, 1);
        if (taken.ok() && taken.value().front().refused == Refused::no) ++passed;
      }
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(passed >= 20);
  CHECK(passed <= 22);
}

TEST_CASE("Two proxies on one Redis let pass what one would", "[limits]") {
  const RedisServer server;
  const auto one = make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
  const auto other = make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
  const RateLimit limit{.turns_per_minute = 2, .tokens_per_day = 100};
  CHECK(take(*one, limit).turns_left == 1);
  CHECK(take(*other, limit).turns_left == 0);
  CHECK(take(*one, limit).refused == Refused::turns);
  REQUIRE(other->spend("token:alice", 100).ok());
  CHECK(take(*one, limit).refused == Refused::tokens);
}

TEST_CASE("Redis keeps of a caller only what still counts", "[limits]") {
  const RedisServer server;
  const auto limits = make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
  take(*limits, {.turns_per_minute = 60}, 1, "address:203.0.113.9");
  const std::string key = server.cli({"KEYS", "*"});
  CHECK(std::stoll(server.cli({"PTTL", key})) <= 1000);
  REQUIRE(limits->spend("address:203.0.113.9", 5).ok());
  CHECK(std::stoll(server.cli({"PTTL", key})) <= kDayMs);
  CHECK(std::stoll(server.cli({"PTTL", key})) > 0);
}

TEST_CASE("What Redis keeps of a caller and cannot be right shuts nobody out", "[limits]") {
  const RedisServer server;
  const auto limits = make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
  const RateLimit limit{.turns_per_minute = 2, .tokens_per_day = 10};
  for (const char* const damaged : {"x", "nan", "-inf", "-5", ""}) {
    server.cli({"HSET", "chat:{limit}:token:alice", "whole_at", damaged, "day", damaged, "tokens",
                damaged});
    CHECK(take(*limits, limit).refused == Refused::no);
  }
  for (const char* const late : {"inf", "1e300", "9999999999999"}) {  // a clock was set back
    server.cli({"HSET", "chat:{limit}:token:alice", "whole_at", late});
    CHECK(take(*limits, limit).wait_ms <= 30'000);
  }
}

TEST_CASE("While Redis is away nobody is let pass unseen", "[limits]") {
  RedisServer server;
  const auto limits = make_redis_rate_limits(redis_client(RedisKind::options_for(server)));
  const RateLimit limit{.turns_per_minute = 5};
  take(*limits, limit);
  server.kill();
  const auto away = limits->take({{"token:alice", limit}}, 1);
  REQUIRE_FALSE(away.ok());
  CHECK(away.error().code == ErrorCode::store_unavailable);
  CHECK_FALSE(limits->spend("token:alice", 1).ok());
  server.start();
  CHECK(take(*limits, limit).refused == Refused::no);
}
