#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("what the proxy says of Redis and of providers can hide and turn nothing") {
  ChatModel model;
  Health health;
  health.store_reason = "away\xE2\x80\xAE";
  health.providers = {{ProviderId::ollama, false, "says \x1B[2J", "", 0}};
  apply_health(model, health);
  CHECK(model.health.store_reason == "away\xEF\xBF\xBD");
  CHECK(model.health.providers[0].reason == "says \xEF\xBF\xBD[2J");
}

TEST_CASE("until the person chooses, the first available provider is taken") {
  ChatModel model;
  Health health = all_available();
  health.providers[0].available = false;
  apply_health(model, health);
  CHECK(model.provider == ProviderId::ollama);
  health.providers[1].available = false;
  apply_health(model, health);
  CHECK(model.provider == ProviderId::demo);
}

TEST_CASE("a chosen provider stays chosen, available or not") {
  ChatModel model;
  model.provider = ProviderId::chatgpt;
  model.provider_chosen = true;
  Health health = all_available();
  health.providers[0].available = false;
  health.providers[0].reason = "Set OPENAI_API_KEY.";
  apply_health(model, health);
  CHECK(model.provider == ProviderId::chatgpt);
  CHECK(status_of(model, ProviderId::chatgpt)->reason == "Set OPENAI_API_KEY.");
}

TEST_CASE("what is broken is asked about more often than what works") {
  ChatModel model = connected_model();
  CHECK(all_is_well(model));
  const int calm = health_interval_ms(model);

  ChatModel offline = model;
  apply_no_connection(offline);
  CHECK_FALSE(all_is_well(offline));
  CHECK(health_interval_ms(offline) < calm);

  ChatModel without_redis = model;
  without_redis.health.store_available = false;
  CHECK(health_interval_ms(without_redis) < calm);

  ChatModel without_provider = model;
  without_provider.health.providers.clear();
  CHECK(health_interval_ms(without_provider) < calm);
}

TEST_CASE("a lost connection keeps the conversation, the draft and the last health") {
  ChatModel model = connected_model();
  add_entry(model, message("1", "1", Role::user, "One"), EntryState::settled);
  set_draft(model, "half typed");
  apply_no_connection(model);
  CHECK(model.link == Link::offline);
  CHECK(model.entries.size() == 1);
  CHECK(model.draft == "half typed");
  CHECK(status_of(model, ProviderId::demo) != nullptr);
}
