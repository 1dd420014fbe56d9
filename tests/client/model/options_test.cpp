#include "client-wasm/model/options.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("options that are not chosen ask for nothing") {
  LaneRequest plain;
  plain.mode = Mode::stateful;
  plain.provider = ProviderId::demo;
  CHECK(lane_of(Options{}, Mode::stateful, ProviderId::demo) == plain);
}

TEST_CASE("a strategy goes with its own number, and only with memory on") {
  Options options;
  options.memory.strategy = MemoryStrategy::last_n;
  options.memory.n = 4;
  const LaneRequest lane = lane_of(options, Mode::stateful, ProviderId::demo);
  CHECK(lane.memory.strategy == MemoryStrategy::last_n);
  CHECK(lane.memory.n == 4);
  CHECK(lane.memory.tokens == 0);
  CHECK(lane_of(options, Mode::stateless, ProviderId::demo).memory == MemoryChoice{});
  options.memory.strategy = MemoryStrategy::provider;
  CHECK(lane_of(options, Mode::stateful, ProviderId::ollama).memory == MemoryChoice{});
  CHECK(lane_of(options, Mode::stateful, ProviderId::chatgpt).memory.strategy ==
        MemoryStrategy::provider);
}

TEST_CASE("a model belongs to its provider, and a temperature does not go to one that refuses it") {
  Options options;
  options.models[ProviderId::chatgpt] = "gpt-4.1";
  options.temperature = 0.7;
  CHECK(lane_of(options, Mode::stateless, ProviderId::chatgpt).model == "gpt-4.1");
  CHECK(lane_of(options, Mode::stateless, ProviderId::chatgpt).temperature == 0.7);
  CHECK_FALSE(lane_of(options, Mode::stateless, ProviderId::ollama).model);
  options.models[ProviderId::chatgpt] = "gpt-5-mini";
  CHECK_FALSE(lane_of(options, Mode::stateless, ProviderId::chatgpt).temperature);

  // The configured model is known from the proxy.
  ChatModel model = connected_model();
  model.options.temperature = 0.7;
  model.provider = ProviderId::chatgpt;
  CHECK(next_lane(model).temperature == 0.7);
  model.health.providers[0].model = "gpt-5-mini";
  CHECK_FALSE(next_lane(model).temperature);
}

TEST_CASE("options go with a message and with another answer") {
  ChatModel model = model_with_turn();
  model.mode = Mode::stateful;
  model.options.instructions = "Be brief.";
  model.options.max_output_tokens = 256;
  model.options.memory.strategy = MemoryStrategy::summary;
  const auto again = regenerate(model, model.entries[1].key);
  CHECK(again->replay->request.instructions == "Be brief.");
  CHECK(again->replay->request.memory->strategy == MemoryStrategy::summary);
  model = model_with_turn();
  model.options.instructions = "Be brief.";
  model.options.max_output_tokens = 256;
  const OutgoingTurn turn = send(model, "Next");
  CHECK(turn.request.instructions == "Be brief.");
  CHECK(turn.request.max_output_tokens == 256);
}

TEST_CASE("a number goes step by step and stops at both ends") {
  const std::vector<int> steps{2, 4, 8};
  CHECK(stepped(steps, 2, +1) == 4);
  CHECK(stepped(steps, 3, +1) == 4);
  CHECK(stepped(steps, 8, +1) == 8);
  CHECK(stepped(steps, 100, +1) == 8);
  CHECK(stepped(steps, 8, -1) == 4);
  CHECK(stepped(steps, 5, -1) == 4);
  CHECK(stepped(steps, 2, -1) == 2);
}
