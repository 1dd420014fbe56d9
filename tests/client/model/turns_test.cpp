#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("sending takes the draft and shows it at once, with an answer to wait for") {
  ChatModel model = connected_model();
  model.mode = Mode::stateful;
  model.provider = ProviderId::demo;
  const OutgoingTurn turn = send(model, "My name is Alice");

  CHECK(turn.request.message == "My name is Alice");
  CHECK(turn.request.mode == Mode::stateful);
  CHECK(turn.request.provider == ProviderId::demo);
  CHECK(turn.request.session_id == "session_one");
  CHECK(turn.request.stream);
  CHECK(model.draft.empty());
  REQUIRE(model.entries.size() == 2);
  CHECK(model.entries[0].state == EntryState::sending);
  CHECK(model.entries[0].message.text == "My name is Alice");
  CHECK(model.entries[1].state == EntryState::waiting);
}

TEST_CASE("an answer grows piece by piece and ends as the proxy stored it") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  CHECK(model.entries[0].state == EntryState::settled);
  CHECK(model.entries[0].message.id == "1");
  CHECK(model.entries[1].state == EntryState::waiting);

  apply(model, turn, ReasoningPiece{"greet"});
  CHECK(model.entries[1].message.reasoning == "greet");
  apply(model, turn, TextPiece{"Hel"});
  apply(model, turn, TextPiece{"lo"});
  CHECK(model.entries[1].state == EntryState::streaming);
  CHECK(model.entries[1].message.text == "Hello");

  apply(model, turn, done("2", "1", "Hello."));
  CHECK(model.entries[1].state == EntryState::settled);
  CHECK(model.entries[1].message.id == "2");
  CHECK(model.entries[1].message.text == "Hello.");
  CHECK_FALSE(model.turn);
}

TEST_CASE("an answer keeps its revision unless something shown of it changes") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  const int before = model.entries[1].revision;
  const int user = model.entries[0].revision;
  apply(model, turn, TextPiece{"a"});
  CHECK(model.entries[1].revision > before);
  CHECK(model.entries[0].revision == user);
}

TEST_CASE("nothing is sent while there is no text, no connection, or another turn") {
  ChatModel model = connected_model();
  set_draft(model, " \n\t");
  CHECK(send_block(model) == SendBlock::empty_draft);
  CHECK_FALSE(send_draft(model));

  set_draft(model, "Hi");
  apply_no_connection(model);
  CHECK(send_block(model) == SendBlock::not_connected);
  CHECK_FALSE(send_draft(model));
  CHECK(model.draft == "Hi");

  apply_health(model, all_available());
  CHECK(send_draft(model));
  set_draft(model, "Second");
  CHECK(send_block(model) == SendBlock::turn_under_way);
  CHECK_FALSE(send_draft(model));
  CHECK(model.draft == "Second");
}

TEST_CASE("a refused message stays in sight with the reason and can be sent again") {
  ChatModel model = connected_model();
  const int turn = send(model, "Remember this").number;
  apply(model, turn, failed(ErrorCode::provider_unavailable, "Set OPENAI_API_KEY."));

  REQUIRE(model.entries.size() == 1);
  CHECK(model.entries[0].state == EntryState::unsent);
  CHECK(model.entries[0].message.text == "Remember this");
  CHECK(model.entries[0].message.error->message == "Set OPENAI_API_KEY.");

  model.provider = ProviderId::demo;
  const auto again = retry(model, model.entries[0].key);
  REQUIRE(again);
  CHECK(again->number != turn);
  CHECK(again->request.message == "Remember this");
  CHECK(again->request.provider == ProviderId::demo);
  REQUIRE(model.entries.size() == 2);
  CHECK(model.entries[0].state == EntryState::sending);
}

TEST_CASE("text that is being typed while a request fails is left alone") {
  ChatModel model = connected_model();
  const int turn = send(model, "First").number;
  set_draft(model, "Second, half typed");
  apply(model, turn, failed(ErrorCode::network, "Cannot be reached."));
  CHECK(model.draft == "Second, half typed");
  CHECK(retry(model, model.entries[0].key));
  CHECK(model.draft == "Second, half typed");
}

TEST_CASE("an unsent message can be taken back and stands before what was typed since") {
  ChatModel model = connected_model();
  const int turn = send(model, "First").number;
  apply(model, turn, failed(ErrorCode::network, "Cannot be reached."));
  set_draft(model, "Second");
  const int revision = model.draft_revision;
  take_back(model, model.entries[0].key);
  CHECK(model.draft == "First\n\nSecond");
  CHECK(model.draft_revision > revision);
  CHECK(model.entries.empty());
}

TEST_CASE("a retried unsent message moves to the end of the conversation") {
  ChatModel model = connected_model();
  apply(model, send(model, "First").number, failed(ErrorCode::overloaded, "Full."));
  const int first = model.entries[0].key;
  const int second = send(model, "Second").number;
  apply(model, second, started("1", "Second"));
  apply(model, second, done("2", "1", "Yes"));
  REQUIRE(retry(model, first));
  REQUIRE(model.entries.size() == 4);
  CHECK(model.entries[0].message.text == "Second");
  CHECK(model.entries[2].message.text == "First");
}

TEST_CASE("a provider that fails in the middle leaves its partial text and the reason") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  apply(model, turn, TextPiece{"Hel"});
  TurnFailed failure = failed(ErrorCode::upstream_error, "The provider broke off.");
  failure.failure.message = message("2", "1", Role::assistant, "Hel");
  failure.failure.message->status = Ending::upstream_error;
  apply(model, turn, failure);

  REQUIRE(model.entries.size() == 2);
  CHECK(model.entries[0].state == EntryState::settled);
  CHECK(model.entries[1].message.id == "2");
  CHECK(model.entries[1].message.text == "Hel");
  CHECK(model.entries[1].message.status == Ending::upstream_error);
  CHECK(model.entries[1].message.error->message == "The provider broke off.");
  CHECK(can_retry(model, model.entries[1]));
}

TEST_CASE("a connection that breaks in the middle keeps what has come and says disconnected") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  apply(model, turn, TextPiece{"Hel"});
  apply(model, turn, failed(ErrorCode::network, "Broke."));
  CHECK(model.entries[1].message.text == "Hel");
  CHECK(model.entries[1].message.status == Ending::disconnected);
}

TEST_CASE("retrying a stored turn asks for another answer in the place of the one that failed") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  TurnFailed failure = failed(ErrorCode::upstream_timeout, "Too slow.");
  failure.failure.message = message("2", "1", Role::assistant, "");
  failure.failure.message->status = Ending::upstream_error;
  apply(model, turn, failure);
  const auto again = retry(model, model.entries[1].key);
  REQUIRE(again);
  REQUIRE(again->replay);
  CHECK(again->replay->turn_id == "1");
  CHECK(again->replay->request.current);
  CHECK(model.entries.size() == 2);
  CHECK(model.entries[1].state == EntryState::waiting);
  CHECK(model.entries[1].message.text.empty());
}

TEST_CASE("only the end of the conversation can be retried, and a completed answer cannot") {
  ChatModel model = connected_model();
  const int first = send(model, "One").number;
  apply(model, first, started("1", "One"));
  apply(model, first, failed(ErrorCode::upstream_error, "Broke."));
  const int second = send(model, "Two").number;
  apply(model, second, started("3", "Two"));
  apply(model, second, done("4", "3", "Fine"));
  CHECK_FALSE(can_retry(model, model.entries[1]));
  CHECK_FALSE(can_retry(model, model.entries[3]));
  CHECK(can_regenerate(model, model.entries[3]));
  CHECK_FALSE(can_regenerate(model, model.entries[1]));
  CHECK_FALSE(retry(model, model.entries[1].key));
  CHECK_FALSE(retry(model, 12345));
}

TEST_CASE("stopping keeps the text so far as a cancelled answer") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  apply(model, turn, TextPiece{"Hel"});
  CHECK(stop_turn(model) == turn);
  REQUIRE(model.turn);
  CHECK(model.turn->stopping);
  apply(model, turn, TurnStopped{});
  CHECK_FALSE(model.turn);
  CHECK(model.entries[1].message.text == "Hel");
  CHECK(model.entries[1].message.status == Ending::cancelled);
  CHECK_FALSE(stop_turn(model));
}

TEST_CASE("stopping before the proxy has confirmed the message keeps it as unsent") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, TurnStopped{});
  REQUIRE(model.entries.size() == 1);
  CHECK(model.entries[0].state == EntryState::unsent);
  CHECK(model.entries[0].message.error->code == ErrorCode::cancelled);
}

TEST_CASE("a switch flipped in the middle of an answer counts from the next message on") {
  ChatModel model = connected_model();
  model.mode = Mode::stateless;
  model.provider = ProviderId::ollama;
  const int first = send(model, "One").number;
  model.mode = Mode::stateful;
  model.provider = ProviderId::demo;
  CHECK(model.entries[1].message.mode == Mode::stateless);
  CHECK(model.entries[1].message.provider == ProviderId::ollama);
  apply(model, first, started("1", "One"));
  apply(model, first, done("2", "1", "Fine"));
  const OutgoingTurn second = send(model, "Two");
  CHECK(second.request.mode == Mode::stateful);
  CHECK(second.request.provider == ProviderId::demo);
}

TEST_CASE("events of a turn that is no longer the active one change nothing") {
  ChatModel model = connected_model();
  const int old_turn = send(model, "Hi").number;
  open_new_session(model, "session_two");
  apply(model, old_turn, started("1", "Hi"));
  apply(model, old_turn, TextPiece{"late"});
  apply(model, old_turn, done("2", "1", "late"));
  CHECK(model.entries.empty());

  const int new_turn = send(model, "Hello").number;
  apply(model, old_turn, TextPiece{"late"});
  CHECK(model.entries[1].message.text.empty());
  apply(model, old_turn, TurnStopped{});
  CHECK(model.turn->number == new_turn);
}

TEST_CASE("a turn that waits for others says for how many, until it begins") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, TurnQueued{2});
  CHECK(model.entries[1].turns_ahead == 2);
  apply(model, turn, TurnQueued{1});
  CHECK(model.entries[1].turns_ahead == 1);
  apply(model, turn, started("1", "Hi"));
  CHECK(model.entries[1].turns_ahead == 0);
}

TEST_CASE("what is sent can change before the first word, and the last report counts") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"));
  TurnStarted again = started("1", "Hi");
  again.start.context.sent_messages = 3;
  again.start.provider = ProviderId::ollama;
  again.start.model = "llama";
  const int user_revision = model.entries[0].revision;
  apply(model, turn, again);
  CHECK(model.entries[1].context->sent_messages == 3);
  CHECK(model.entries[1].message.provider == ProviderId::ollama);
  CHECK(model.entries[1].message.model == "llama");
  CHECK(model.entries[0].revision == user_revision);
}

TEST_CASE("how long a model thought is from its first reasoning to its first word") {
  ChatModel model = connected_model();
  const int turn = send(model, "Hi").number;
  apply(model, turn, started("1", "Hi"), 1000);
  apply(model, turn, ReasoningPiece{"Hm"}, 2000);
  apply(model, turn, ReasoningPiece{", so"}, 3000);
  CHECK_FALSE(model.entries[1].thought_ms);
  apply(model, turn, TextPiece{"Hello"}, 5000);
  apply(model, turn, TextPiece{"!"}, 6000);
  CHECK(model.entries[1].thought_ms == 3000);
}
