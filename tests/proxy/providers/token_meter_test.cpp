#include "proxy/providers/token_meter.h"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <string>

using namespace magic;

namespace {

Prompt some_prompt() {
  Prompt prompt;
  prompt.messages = {{Role::user, std::string(400, 'a')}};
  return prompt;
}

}  // namespace

TEST_CASE("what the provider counted is what was used") {
  CHECK(tokens_used(some_prompt(), {.input_tokens = 9, .output_tokens = 12}, "", "Hello") == 21);
}

TEST_CASE(
    "an answer that was stopped before anybody counted is estimated, so that it is not free") {
  const std::int64_t used = tokens_used(some_prompt(), {}, "thoughts", std::string(400, 'b'));
  CHECK(used > 150);
  CHECK(used < 400);
}

TEST_CASE("of what was half counted the other half is estimated") {
  CHECK(tokens_used(some_prompt(), {.input_tokens = 9}, "", std::string(400, 'b')) > 100);
}

TEST_CASE("what was never sent costs nothing") {
  CHECK(tokens_used(some_prompt(), {}, "", "") == 0);
}

TEST_CASE("a provider that counts nonsense cannot give tokens back or overflow") {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(tokens_used({}, {.input_tokens = kMost, .output_tokens = kMost}, "", "x") == 2'000'000'000);
  CHECK(tokens_used({}, {.input_tokens = -5, .output_tokens = 3}, "", "x") == 3);
}
