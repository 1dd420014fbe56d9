#include "proxy/providers/token_meter.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

using namespace magic;

namespace {

Prompt some_prompt() {
  Prompt prompt;
  prompt.messages = {{Role::user, std::string(400, 'a')}};
  return prompt;
}

Usage counted(std::int64_t input, std::optional<std::int64_t> output) {
  Usage usage;
  usage.input_tokens = input;
  usage.output_tokens = output;
  return usage;
}

}  // namespace

TEST_CASE("what the provider counted is what was used") {
  CHECK(tokens_used(some_prompt(), counted(9, 12), "", "Hello") == 21);
}

TEST_CASE(
    "an answer that was stopped before anybody counted is estimated, so that it is not free") {
  const std::int64_t used = tokens_used(some_prompt(), {}, "thoughts", std::string(400, 'b'));
  CHECK(used > 150);
  CHECK(used < 400);
}

TEST_CASE("of what was half counted the other half is estimated") {
  CHECK(tokens_used(some_prompt(), counted(9, std::nullopt), "", std::string(400, 'b')) > 100);
}

TEST_CASE("what was never sent costs nothing") {
  CHECK(tokens_used(some_prompt(), {}, "", "") == 0);
}

TEST_CASE("a provider that counts nonsense cannot give tokens back or overflow") {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(tokens_used({}, counted(kMost, kMost), "", "x") == 2'000'000'000);
  CHECK(tokens_used({}, counted(-5, 3), "", "x") == 3);
}
