#include "client-wasm/views/session_words.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kNow = 1'795'651'200'000 + 15 * kHour;  // 26 November 2026, 15:00 UTC

}  // namespace

TEST_CASE("sessions stand under the day of their last use, then under coarser headings") {
  CHECK(words::day_group(kNow, kNow, 0) == "Today");
  CHECK(words::day_group(kNow - 16 * kHour, kNow, 0) == "Yesterday");
  CHECK(words::day_group(kNow - 15 * kHour - kMinute, kNow, kHour) == "Today");
  CHECK(words::day_group(kNow - 3 * kDay, kNow, 0) == "Last 7 days");
  CHECK(words::day_group(kNow - 20 * kDay, kNow, 0) == "Last 30 days");
  CHECK(words::day_group(kNow - 40 * kDay, kNow, 0) == "October 2026");
}

TEST_CASE("the time of last use is as exact as it is useful") {
  CHECK(words::age(kNow + kMinute, kNow, 0) == "now");  // another machine's clock
  CHECK(words::age(kNow - 59'000, kNow, 0) == "now");
  CHECK(words::age(kNow - 12 * kMinute, kNow, 0) == "12 min");
  CHECK(words::age(kNow - 3 * kHour, kNow, 0) == "3 h");
  CHECK(words::age(kNow - 24 * kHour, kNow, 0) == "15:00");
  CHECK(words::age(kNow - 24 * kHour + 5 * kMinute, kNow, kHour) == "16:05");
  CHECK(words::age(kNow - 6 * kDay, kNow, 0) == "20 Nov");
}
