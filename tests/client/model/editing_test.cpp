#include "client-wasm/model/editing.h"

#include <catch2/catch_test_macros.hpp>

#include "client-wasm/model/answers.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("the last stored message is the one that can be edited, and not while an answer comes") {
  ChatModel model = connected_model();
  CHECK(editable_entry(model) == nullptr);
  model = model_with_turn();
  REQUIRE(editable_entry(model) != nullptr);
  CHECK(editable_entry(model)->message.text == "Hi");
  model.turn = ActiveTurn{1};
  CHECK(editable_entry(model) == nullptr);
}

TEST_CASE("editing takes the text into the draft, and cancelling gives the draft back") {
  ChatModel model = model_with_turn();
  set_draft(model, "half typed");
  begin_edit(model);
  CHECK(model.draft == "Hi");
  CHECK(editable_entry(model) == nullptr);
  cancel_edit(model);
  CHECK(model.draft == "half typed");
  CHECK_FALSE(model.edit);
  CHECK(model.entries.size() == 2);
}

TEST_CASE("sending what was edited deletes all answers, then the question, and only then sends") {
  ChatModel model = model_with_turn();
  take_version(model.entries[1], answer("5", "t", "Hey", 1, true), std::nullopt);
  begin_edit(model);
  set_draft(model, "Hi there");
  CHECK(begin_replacing(model) == std::vector<std::string>{"2", "5", "1"});
  CHECK(send_block(model) == SendBlock::clearing);
  CHECK_FALSE(send_draft(model));
  for (const char* id : {"2", "5", "1"}) apply_deleted(model, "session_one", id);
  end_replacing(model);
  CHECK(model.entries.empty());
  const auto turn = send_draft(model);
  REQUIRE(turn);
  CHECK(turn->request.message == "Hi there");
}

TEST_CASE("when the old turn cannot be deleted nothing is sent and the text stays") {
  ChatModel model = model_with_turn();
  begin_edit(model);
  set_draft(model, "Hi there");
  CHECK_FALSE(begin_replacing(model).empty());
  apply_replace_error(model, "session_one", {ErrorCode::store_unavailable, "Redis is away."});
  CHECK(model.draft == "Hi there");
  CHECK(model.edit);
  CHECK(send_block(model) == SendBlock::none);
  CHECK(model.action_error->message.find("Redis is away.") != std::string::npos);
}

TEST_CASE("an empty draft deletes nothing, and another session is not touched") {
  ChatModel model = model_with_turn();
  begin_edit(model);
  set_draft(model, " ");
  CHECK(begin_replacing(model).empty());
  apply_deleted(model, "session_two", "1");
  CHECK(model.entries.size() == 2);
  open_new_session(model, "session_two");
  CHECK_FALSE(model.edit);
}
