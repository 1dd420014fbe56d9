#include "client-wasm/model/compare_lanes.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

std::vector<MemoryStrategy> strategies(const CompareModel& model) {
  std::vector<MemoryStrategy> all;
  for (const CompareLane& lane : model.lanes) all.push_back(strategy_of(lane.request));
  return all;
}

std::vector<int> slots(const CompareModel& model) {
  std::vector<int> all;
  for (const CompareLane& lane : model.lanes) all.push_back(lane.slot);
  return all;
}

}  // namespace

TEST_CASE("presets set the lanes at the chat's provider") {
  ChatModel chat = connected_model();
  chat.provider = ProviderId::demo;
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  CHECK(strategies(model) == std::vector{MemoryStrategy::none, MemoryStrategy::full});
  CHECK(model.lanes[0].request.provider == ProviderId::demo);
  CHECK(is_chosen(model, chat, ComparePreset::off_on));

  choose_lanes(model, chat, ComparePreset::strategies);
  CHECK(strategies(model) == std::vector{MemoryStrategy::full, MemoryStrategy::last_n,
                                         MemoryStrategy::token_budget, MemoryStrategy::summary});
  CHECK(is_chosen(model, chat, ComparePreset::strategies));
  CHECK_FALSE(is_chosen(model, chat, ComparePreset::off_on));
}

TEST_CASE("the preset of providers has a lane for each that is available") {
  ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::providers);
  REQUIRE(model.lanes.size() == 3);

  Health health = all_available();
  health.providers[0].available = false;
  apply_health(chat, health);
  choose_lanes(model, chat, ComparePreset::providers);
  REQUIRE(model.lanes.size() == 2);
  CHECK(model.lanes[0].request.provider == ProviderId::ollama);

  health.providers[1].available = false;
  apply_health(chat, health);
  choose_lanes(model, chat, ComparePreset::providers);
  CHECK(model.lanes.size() == 2);  // one lane compares nothing: they stay as they were
}

TEST_CASE("a preset takes a provider that answers where the chat's does not") {
  ChatModel chat = connected_model();
  Health health = all_available();
  health.providers[0].available = health.providers[1].available = false;
  chat.provider_chosen = true;
  apply_health(chat, health);
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  CHECK(model.lanes[0].request.provider == ProviderId::demo);
}

TEST_CASE("there are two to four lanes, and each keeps its letter while others come and go") {
  const ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  remove_lane(model, 0);
  CHECK(slots(model) == std::vector{0, 1});
  add_lane(model);
  add_lane(model);
  add_lane(model);
  CHECK(slots(model) == std::vector{0, 1, 2, 3});
  CHECK_FALSE(can_add_lane(model));
  remove_lane(model, 1);
  CHECK(slots(model) == std::vector{0, 2, 3});
  add_lane(model);
  CHECK(slots(model) == std::vector{0, 1, 2, 3});
}

TEST_CASE("a lane that is added remembers otherwise than the one before it") {
  const ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  add_lane(model);
  CHECK(strategies(model).back() == MemoryStrategy::last_n);
  CHECK(model.lanes.back().request.memory.n > 0);
}

TEST_CASE("lanes stand still while they are asked") {
  const ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::strategies);
  model.draft = "Hi";
  REQUIRE(begin_comparison(model, chat));
  add_lane(model);
  remove_lane(model, 0);
  choose_lanes(model, chat, ComparePreset::off_on);
  LaneChanges changes;
  changes.mode = Mode::stateless;
  change_lane(model, 1, changes);
  CHECK(slots(model) == std::vector{0, 1, 2, 3});
  CHECK(model.lanes[1].request.mode == Mode::stateful);
}

TEST_CASE("another provider drops the model and the memory that belong to the old one") {
  const ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  LaneChanges changes = with_strategy(model.lanes[1].request, MemoryStrategy::provider);
  changes.model = "gpt-5-mini";
  change_lane(model, 1, changes);
  CHECK(strategies(model)[1] == MemoryStrategy::provider);

  LaneChanges other;
  other.provider = ProviderId::demo;
  change_lane(model, 1, other);
  CHECK(model.lanes[1].request.provider == ProviderId::demo);
  CHECK_FALSE(model.lanes[1].request.model);
  CHECK(strategies(model)[1] == MemoryStrategy::full);
}

TEST_CASE("a strategy's number goes up and down in steps, and ends where the steps end") {
  LaneRequest lane;
  lane = apply(with_strategy(lane, MemoryStrategy::last_n), lane);
  CHECK(number_of(lane) == 4);
  lane = apply(with_number_stepped(lane, true), lane);
  CHECK(number_of(lane) == 5);
  for (int i = 0; i < 50; ++i) lane = apply(with_number_stepped(lane, false), lane);
  CHECK(number_of(lane) == 1);
  for (int i = 0; i < 50; ++i) lane = apply(with_number_stepped(lane, true), lane);
  CHECK(number_of(lane) == 200);

  lane = apply(with_strategy(lane, MemoryStrategy::token_budget), lane);
  CHECK(number_of(lane) == 200);
  lane.memory.tokens = 210;
  CHECK(number_of(apply(with_number_stepped(lane, false), lane)) == 200);
  CHECK(number_of(apply(with_number_stepped(lane, true), lane)) == 300);

  lane = apply(with_strategy(lane, MemoryStrategy::none), lane);
  CHECK(number_of(lane) == 0);
  lane = apply(with_strategy(lane, MemoryStrategy::last_n), lane);
  CHECK(number_of(lane) == 200);  // as it was
}

TEST_CASE("only OpenAI keeps a conversation") {
  CHECK(strategies_of(ProviderId::chatgpt).back() == MemoryStrategy::provider);
  CHECK(strategies_of(ProviderId::demo).back() == MemoryStrategy::summary);
}
