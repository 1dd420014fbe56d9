#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <map>
#include <string>

#include "proxy/http/rate_limit_headers.h"

using namespace magic;

namespace {

using Refused = Allowance::Refused;

std::map<std::string, std::string> as_map(const RateLimitHeaders& told) {
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : told.headers()) headers[name] = value;
  return headers;
}

}  // namespace

TEST_CASE("what is not limited is not spoken of") {
  RateLimitHeaders told;
  CHECK(told.headers().empty());
  told.add({}, {});
  CHECK(told.headers().empty());
}

TEST_CASE("turns are told with their minute, and when all of them may be had again") {
  RateLimitHeaders told;
  told.add({.turns_per_minute = 60}, {.turns_left = 58, .turns_whole_ms = 1001});
  const auto headers = as_map(told);
  CHECK(headers.at("RateLimit-Limit") == "60");
  CHECK(headers.at("RateLimit-Remaining") == "58");
  CHECK(headers.at("RateLimit-Reset") == "2");
  CHECK(headers.at("RateLimit-Policy") == "\"turns\";q=60;w=60");
  CHECK(headers.at("RateLimit") == "\"turns\";r=58;t=2");
}

TEST_CASE("of turns and tokens the short headers name what is nearer to its end, the others both") {
  const RateLimit limit{.turns_per_minute = 10, .tokens_per_day = 1000};
  RateLimitHeaders few_turns;
  few_turns.add(limit, {.turns_left = 2, .tokens_left = 900, .day_ends_ms = 3'600'000});
  CHECK(as_map(few_turns).at("RateLimit-Remaining") == "2");
  CHECK(as_map(few_turns).at("RateLimit-Policy") ==
        "\"turns\";q=10;w=60, \"tokens\";q=1000;w=86400");
  CHECK(as_map(few_turns).at("RateLimit") == "\"turns\";r=2;t=0, \"tokens\";r=900;t=3600");
  RateLimitHeaders few_tokens;
  few_tokens.add(limit, {.turns_left = 9, .tokens_left = 100, .day_ends_ms = 3'600'000});
  CHECK(as_map(few_tokens).at("RateLimit-Limit") == "1000");
  CHECK(as_map(few_tokens).at("RateLimit-Remaining") == "100");
  CHECK(as_map(few_tokens).at("RateLimit-Reset") == "3600");
  RateLimitHeaders none;
  none.add(limit, {.turns_left = 0, .tokens_left = 0, .day_ends_ms = 3'600'000});
  CHECK(as_map(none).at("RateLimit-Limit") == "1000");
}

TEST_CASE("of a browser and its address the one with less left speaks for both") {
  RateLimitHeaders told;
  told.add({.turns_per_minute = 10}, {.turns_left = 9});
  told.add({.turns_per_minute = 20}, {.turns_left = 1});
  CHECK(as_map(told).at("RateLimit-Limit") == "20");
  CHECK(as_map(told).at("RateLimit-Remaining") == "1");
}

TEST_CASE("the largest limits that can be set are compared as any others") {
  const std::int64_t most = 1'000'000'000'000;
  RateLimitHeaders told;
  told.add({.tokens_per_day = most}, {.tokens_left = most - 1});
  told.add({.tokens_per_day = most * 10'000}, {.tokens_left = most * 10'000});
  CHECK(as_map(told).at("RateLimit-Remaining") == "999999999999");
}

TEST_CASE("a refusal says how much and how long, and never that there is no time to wait") {
  const RateLimit limit{.turns_per_minute = 10, .tokens_per_day = 1000};
  const Error turns = limit_error(limit, {.refused = Refused::turns, .wait_ms = 2001});
  CHECK(turns.code == ErrorCode::rate_limited);
  CHECK(turns.retryable);
  CHECK(turns.retry_after_seconds == 3);
  CHECK(turns.message ==
        "More than 10 turns a minute are not answered here. Try again in 3 seconds.");
  CHECK(limit_error(limit, {.refused = Refused::turns, .wait_ms = 0}).retry_after_seconds == 1);
  const Error tokens = limit_error(limit, {.refused = Refused::tokens, .wait_ms = 4 * 3'600'000});
  CHECK(tokens.code == ErrorCode::quota_exceeded);
  CHECK_FALSE(tokens.retryable);
  CHECK(tokens.retry_after_seconds == 4 * 3600);
  CHECK(tokens.message ==
        "All 1000 tokens of today are used up. There are new ones at midnight UTC, in 4 hours.");
}
