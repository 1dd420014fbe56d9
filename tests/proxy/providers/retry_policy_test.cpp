#include "proxy/providers/retry_policy.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

namespace {

using Wait = std::optional<std::int64_t>;
using Kind = FailedTry::Kind;

constexpr RetryOptions kTwice{2, 500};

FailedTry answered(int status) {
  FailedTry failed;
  failed.kind = Kind::answered;
  failed.status = status;
  return failed;
}

FailedTry of_kind(Kind kind) {
  FailedTry failed;
  failed.kind = kind;
  return failed;
}

}  // namespace

TEST_CASE("a trouble that passes by itself is waited for twice, the second time for longer") {
  for (const int status : {408, 409, 429, 500, 502, 503, 504, 529}) {
    INFO(status);
    CHECK(retry_wait_ms(kTwice, 1, answered(status), 0) == 500);
    CHECK(retry_wait_ms(kTwice, 2, answered(status), 0) == 1000);
    CHECK(retry_wait_ms(kTwice, 3, answered(status), 0) == std::nullopt);
  }
}

TEST_CASE("what would happen again is not tried again") {
  for (const int status : {0, 200, 302, 400, 401, 403, 404, 413, 422, 501, 505})
    CHECK(retry_wait_ms(kTwice, 1, answered(status), 0) == std::nullopt);
  CHECK(retry_wait_ms(kTwice, 1, of_kind(Kind::for_good), 0) == std::nullopt);
  CHECK(retry_wait_ms({0, 500}, 1, answered(503), 0) == std::nullopt);
}

TEST_CASE("an account without credit is never tried again, whatever its status") {
  FailedTry failed = answered(429);
  failed.is_worth_trying = false;
  CHECK(retry_wait_ms(kTwice, 1, failed, 0) == std::nullopt);
}

TEST_CASE("an upstream that says not to try again is believed") {
  FailedTry failed = answered(503);
  failed.is_told_not_to = true;
  CHECK(retry_wait_ms(kTwice, 1, failed, 0) == std::nullopt);
}

TEST_CASE("the wait that an upstream asks for is kept to, and one that is too long ends it") {
  FailedTry failed = answered(429);
  for (const std::int64_t ms : {1, 1200, 20000}) {
    failed.retry_after_ms = ms;
    CHECK(retry_wait_ms(kTwice, 1, failed, 0.9) == ms);
  }
  failed.retry_after_ms = 20001;
  CHECK(retry_wait_ms(kTwice, 1, failed, 0) == std::nullopt);
}

TEST_CASE("a connection that broke before the answer is tried again like a passing trouble") {
  CHECK(retry_wait_ms(kTwice, 1, of_kind(Kind::broken), 0) == 500);
  CHECK(retry_wait_ms(kTwice, 2, of_kind(Kind::broken), 0) == 1000);
  CHECK(retry_wait_ms(kTwice, 3, of_kind(Kind::broken), 0) == std::nullopt);
}

TEST_CASE("an address where nobody listens is tried once more, quickly") {
  CHECK(retry_wait_ms(kTwice, 1, of_kind(Kind::unreachable), 0) == 250);
  CHECK(retry_wait_ms(kTwice, 2, of_kind(Kind::unreachable), 0) == std::nullopt);
}

TEST_CASE("waits double up to 8 seconds and no further") {
  const RetryOptions many{100, 500};
  CHECK(retry_wait_ms(many, 4, answered(500), 0) == 4000);
  CHECK(retry_wait_ms(many, 5, answered(500), 0) == 8000);
  CHECK(retry_wait_ms(many, 6, answered(500), 0) == 8000);
  CHECK(retry_wait_ms(many, 99, answered(500), 0) == 8000);
}

TEST_CASE("chance shortens a wait by a quarter at most, the same for the same seed") {
  CHECK(retry_wait_ms(kTwice, 1, answered(500), 0.5) == 437);
  RetryJitter jitter(7);
  RetryJitter same(7);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const double chance = jitter.next();
    CHECK(chance == same.next());
    const Wait wait = retry_wait_ms(kTwice, 1, answered(500), chance);
    REQUIRE(wait);
    CHECK(*wait >= 375);
    CHECK(*wait <= 500);
    differs = differs || *wait != 500;
  }
  CHECK(differs);
}
