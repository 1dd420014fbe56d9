#include "client-wasm/model/locality.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("a locked chat asks before it goes to the cloud, and not before it stays") {
  ChatModel model = connected_model();
  model.provider = ProviderId::demo;
  apply_local_only(model, "session_one", true);
  choose_provider(model, ProviderId::ollama);
  CHECK(model.provider == ProviderId::ollama);
  choose_provider(model, ProviderId::chatgpt);
  CHECK(model.provider == ProviderId::ollama);
  CHECK(model.asks_for_cloud);

  CHECK_FALSE(answer_cloud_question(model, false));
  CHECK(model.provider == ProviderId::ollama);
  CHECK(model.local_only);

  choose_provider(model, ProviderId::chatgpt);
  CHECK(answer_cloud_question(model, true));
  CHECK(model.provider == ProviderId::chatgpt);
  CHECK_FALSE(model.local_only);
  CHECK_FALSE(answer_cloud_question(model, true));
}

TEST_CASE("locking a chat that stands on the cloud brings it home") {
  ChatModel model = connected_model();
  model.provider = ProviderId::chatgpt;
  apply_local_only(model, "session_two", true);
  CHECK_FALSE(model.local_only);
  apply_local_only(model, "session_one", true);
  CHECK(model.provider == ProviderId::ollama);

  model.health.providers[1].available = false;
  model.provider = ProviderId::chatgpt;
  apply_local_only(model, "session_one", true);
  CHECK(model.provider == ProviderId::demo);
}

TEST_CASE("a locked chat is not moved to the cloud because that one is available") {
  ChatModel model = connected_model();
  apply_local_only(model, "session_one", true);
  apply_health(model, all_available());
  CHECK(model.provider == ProviderId::ollama);
}

TEST_CASE("the lock belongs to its session") {
  ChatModel model = connected_model();
  apply_local_only(model, "session_one", true);
  open_new_session(model, "session_two");
  CHECK_FALSE(model.local_only);
}
