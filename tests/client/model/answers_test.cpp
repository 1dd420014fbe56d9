#include "client-wasm/model/answers.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

MessagePage page(std::vector<Message> messages, std::optional<std::string> next = {}) {
  MessagePage page;
  page.session_id = "session_one";
  page.messages = std::move(messages);
  page.next = std::move(next);
  return page;
}

TurnStarted begun() {
  TurnStarted event = started("1", "Hi");
  event.start.user_message.turn_id = "t";
  return event;
}

TurnDone ended(const Message& message) {
  TurnDone event;
  event.answer.message = message;
  return event;
}

}  // namespace

TEST_CASE("of several stored answers the current one is shown, and they are counted by attempt") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK(
      apply_page(model, page({message("1", "t", Role::user, "Hi"), answer("2", "t", "A", 0, false),
                              message("3", "u", Role::user, "Two"), answer("4", "u", "X", 0, true)},
                             "4")) == "4");
  // A replay is stored after what came since, also on a later page.
  CHECK_FALSE(
      apply_page(model, page({answer("5", "t", "B", 1, true), answer("6", "t", "C", 2, false)})));
  REQUIRE(model.entries.size() == 4);
  CHECK(model.entries[1].message.text == "B");
  CHECK(model.entries[1].versions.size() == 3);
  CHECK(shown_version(model.entries[1]) == 1);
  CHECK_FALSE(shown_version(model.entries[3]));
  CHECK(stored_messages(model) == 4);
}

TEST_CASE("reading again keeps the answers that are still stored and drops the others") {
  ChatModel model = model_with_turn();
  take_version(model.entries[1], answer("5", "t", "B", 1, true), ContextReport{});
  take_version(model.entries[1], answer("6", "t", "C", 2, false), std::nullopt);
  const int key = model.entries[1].key;
  begin_reload(model);
  CHECK_FALSE(apply_page(
      model, page({message("1", "t", Role::user, "Hi"), answer("2", "t", "Hello", 0, false),
                   answer("5", "t", "B", 1, true)})));
  REQUIRE(model.entries.size() == 2);
  CHECK(model.entries[1].key == key);
  CHECK(model.entries[1].message.text == "B");
  CHECK(model.entries[1].context);
  CHECK(model.entries[1].versions.size() == 2);

  begin_reload(model);
  CHECK_FALSE(apply_page(
      model, page({message("1", "t", Role::user, "Hi"), answer("2", "t", "Hello", 0, true)})));
  CHECK(model.entries[1].message.text == "Hello");
  CHECK(model.entries[1].versions.empty());
}

TEST_CASE("choosing an answer shows it, counts it, and says what the proxy is to be told") {
  ChatModel model = model_with_turn();
  take_version(model.entries[1], answer("5", "t", "B", 1, true), std::nullopt);
  CHECK(model.entries[1].message.text == "B");
  const auto choice = choose_version(model, model.entries[1].key, 0);
  REQUIRE(choice);
  CHECK(choice->turn_id == "t");
  CHECK(choice->answer_id == "2");
  CHECK(model.entries[1].message.text == "Hello");
  CHECK(model.entries[1].message.current);
  CHECK_FALSE(model.entries[1].versions[1].message.current);
  CHECK_FALSE(choose_version(model, model.entries[1].key, 2));
  model.turn = ActiveTurn{9};
  CHECK_FALSE(choose_version(model, model.entries[1].key, 1));
}

TEST_CASE("another answer is written in the place of the last one, and both are kept") {
  ChatModel model = model_with_turn();
  model.mode = Mode::stateful;
  const auto turn = regenerate(model, model.entries[1].key);
  REQUIRE(turn);
  REQUIRE(turn->replay);
  CHECK(turn->replay->session_id == "session_one");
  CHECK(turn->replay->turn_id == "t");
  CHECK(turn->replay->request.mode == Mode::stateful);
  CHECK(turn->replay->request.provider == ProviderId::demo);
  CHECK(turn->replay->request.current);
  CHECK(turn->replay->request.stream);
  CHECK(model.entries.size() == 2);

  apply(model, turn->number, begun());
  apply(model, turn->number, TextPiece{"Hey"});
  CHECK(model.entries[1].message.text == "Hey");
  CHECK_FALSE(shown_version(model.entries[1]));
  apply(model, turn->number, ended(answer("5", "t", "Hey!", 1, true)));
  CHECK_FALSE(model.turn);
  CHECK(model.entries[1].message.text == "Hey!");
  CHECK(shown_version(model.entries[1]) == 1);
  CHECK(model.entries[1].versions[0].message.text == "Hello");
}

TEST_CASE("where no other answer came to be, the one before is back and the reason is said") {
  ChatModel model = model_with_turn();
  const auto refused = regenerate(model, model.entries[1].key);
  apply(model, refused->number, failed(ErrorCode::provider_unavailable, "No key."));
  CHECK(model.entries[1].message.text == "Hello");
  CHECK(model.entries[1].state == EntryState::settled);
  CHECK(model.action_error->message == "No key.");
  CHECK_FALSE(model.turn);

  // One without a word is stored, but does not count.
  const auto broken = regenerate(model, model.entries[1].key);
  apply(model, broken->number, begun());
  TurnFailed failure = failed(ErrorCode::upstream_error, "It broke.");
  failure.failure.message = answer("5", "t", "", 1, false);
  failure.failure.message->status = Ending::upstream_error;
  apply(model, broken->number, failure);
  CHECK(model.entries[1].message.text == "Hello");
  CHECK(model.entries[1].versions.size() == 2);
  CHECK(model.action_error->message == "It broke.");
}

TEST_CASE("a further answer that is stopped keeps what came of it") {
  ChatModel model = model_with_turn();
  const auto turn = regenerate(model, model.entries[1].key);
  apply(model, turn->number, begun());
  apply(model, turn->number, TextPiece{"He"});
  apply(model, turn->number, TurnStopped{});
  CHECK(model.entries[1].message.text == "He");
  CHECK(model.entries[1].message.status == Ending::cancelled);
}
