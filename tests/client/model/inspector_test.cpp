#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>

#include "client-wasm/model/inspector.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

ChatModel two_turns() {
  ChatModel chat = connected_model();
  add_entry(chat, message("m1", "t1", Role::user, "One"), EntryState::settled);
  add_entry(chat, message("m2", "t1", Role::assistant, "1"), EntryState::settled);
  add_entry(chat, message("m3", "t2", Role::user, "Two"), EntryState::settled);
  add_entry(chat, message("m4", "t2", Role::assistant, "2"), EntryState::settled);
  return chat;
}

TurnRecord record_of(const std::string& turn_id, std::string first, std::string second = {}) {
  TurnRecord record;
  record.session_id = "session_one";
  record.turn_id = turn_id;
  for (const std::string& id : {first, second}) {
    if (id.empty()) continue;
    AnswerRecord answer;
    answer.answer = message(id, turn_id, Role::assistant, "text of " + id);
    answer.answer.current = id == first;
    answer.request.mode = Mode::stateful;
    answer.request.provider = ProviderId::demo;
    answer.request.memory.strategy = MemoryStrategy::last_n;
    answer.request.memory.n = 4;
    answer.context.stored_messages = id == first ? 3 : 30;
    record.answers.push_back(answer);
  }
  return record;
}

InspectorModel open_inspector() {
  InspectorModel model;
  model.open = true;
  return model;
}

void read(InspectorModel& model, const ChatModel& chat, const TurnRecord& record) {
  const std::optional<TurnVersion> version = turn_to_read(model, chat);
  REQUIRE(version);
  begin_read(model, *version);
  apply_record(model, *version, record);
}

}  // namespace

TEST_CASE("the last turn is shown unless another one was chosen") {
  const ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  CHECK(shown_turn(model, chat).turn_id == "t2");
  CHECK(shown_turn(model, chat).number == 2);
  CHECK(shown_turn(model, chat).is_last);
  inspect_turn(model, chat, "t1", "");
  CHECK(shown_turn(model, chat).turn_id == "t1");
  CHECK(shown_turn(model, chat).number == 1);
  CHECK_FALSE(shown_turn(model, chat).is_last);
}

TEST_CASE("who chose the last turn goes on with the chat, who chose an older one stays with it") {
  ChatModel chat = two_turns();
  InspectorModel last = open_inspector(), older = open_inspector();
  inspect_turn(last, chat, "t2", "m4");
  inspect_turn(older, chat, "t1", "m2");
  const OutgoingTurn turn = send(chat, "Three");
  apply(chat, turn.number, started("t3", "Three"));
  CHECK(shown_turn(last, chat).turn_id == "t3");
  CHECK(shown_turn(last, chat).context != nullptr);
  CHECK(shown_turn(older, chat).turn_id == "t1");
}

TEST_CASE("another answer to an old question does not make its turn the last one") {
  ChatModel chat = two_turns();
  add_entry(chat, message("m5", "t1", Role::assistant, "again"), EntryState::settled);
  CHECK(shown_turn(open_inspector(), chat).turn_id == "t2");
}

TEST_CASE("a chat without turns, or whose chosen turn is gone, shows what there is") {
  InspectorModel model = open_inspector();
  CHECK(shown_turn(model, connected_model()).turn_id.empty());
  CHECK_FALSE(turn_to_read(model, connected_model()));
  inspect_turn(model, two_turns(), "gone", "");
  CHECK(shown_turn(model, two_turns()).turn_id == "t2");
}

TEST_CASE("a turn is read once, and again when the chat knows more of it") {
  ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  read(model, chat, record_of("t2", "m4"));
  CHECK_FALSE(turn_to_read(model, chat));
  CHECK_FALSE(model.reading);
  add_entry(chat, message("m5", "t2", Role::assistant, "again"), EntryState::settled);
  CHECK(turn_to_read(model, chat));
}

TEST_CASE("nothing is read while it is closed, while offline, or while the history loads") {
  ChatModel chat = two_turns();
  CHECK_FALSE(turn_to_read(InspectorModel{}, chat));
  const InspectorModel model = open_inspector();
  chat.link = Link::offline;
  CHECK_FALSE(turn_to_read(model, chat));
  chat.link = Link::connected;
  begin_reload(chat);
  CHECK_FALSE(turn_to_read(model, chat));
}

TEST_CASE("while a turn runs its context is what the chat has heard, and nothing is read") {
  ChatModel chat = connected_model();
  const OutgoingTurn turn = send(chat, "Hi");
  apply(chat, turn.number, started("m1", "Hi"));
  const InspectorModel model = open_inspector();
  const ShownTurn shown = shown_turn(model, chat);
  CHECK(shown.running);
  REQUIRE(shown.context != nullptr);
  CHECK(shown.context->stored_messages == 3);
  CHECK(shown.answer == nullptr);
  CHECK_FALSE(turn_to_read(model, chat));
  apply(chat, turn.number, done("m2", "m1", "Hello"));
  CHECK(turn_to_read(model, chat));
}

TEST_CASE("of several answers the one that counts is shown, or the one that was chosen") {
  const ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  read(model, chat, record_of("t2", "m4", "m9"));
  CHECK(shown_turn(model, chat).answers == 2);
  CHECK(shown_turn(model, chat).answer_index == 0);
  CHECK(shown_turn(model, chat).context->stored_messages == 3);
  inspect_turn(model, chat, "t2", "m9");
  CHECK(shown_turn(model, chat).answer_index == 1);
  CHECK(shown_turn(model, chat).context->stored_messages == 30);
}

TEST_CASE("a record that comes late, of a turn that is no longer asked for, is ignored") {
  const ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  const TurnVersion old = turn_to_read(model, chat).value();
  begin_read(model, old);
  inspect_turn(model, chat, "t1", "");
  begin_read(model, turn_to_read(model, chat).value());
  apply_record(model, old, record_of("t2", "m4"));
  CHECK(model.reading);
  CHECK_FALSE(model.record);
}

TEST_CASE("why a turn could not be read is kept until it is asked for again") {
  const ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  const TurnVersion version = turn_to_read(model, chat).value();
  begin_read(model, version);
  apply_record(model, version, not_found("No such turn."));
  REQUIRE(model.read_error);
  CHECK_FALSE(turn_to_read(model, chat));
  model.asked = {};
  begin_read(model, turn_to_read(model, chat).value());
  CHECK_FALSE(model.read_error);
}

TEST_CASE("an answer without a message is asked for as the shown one was, and compared with it") {
  const ChatModel chat = two_turns();
  InspectorModel model = open_inspector();
  CHECK_FALSE(begin_what_if(model, chat, "m1"));  // nothing is read yet
  read(model, chat, record_of("t2", "m4"));
  const std::optional<OutgoingWhatIf> replay = begin_what_if(model, chat, "m1");
  REQUIRE(replay);
  CHECK(replay->turn_id == "t2");
  CHECK(replay->request.without == std::set<std::string>{"m1"});
  CHECK(replay->request.mode == Mode::stateful);
  CHECK(replay->request.memory->n == 4);
  CHECK_FALSE(replay->request.current);
  CHECK(model.what_if->with.text == "text of m4");
  CHECK_FALSE(begin_what_if(model, chat, "m2"));  // one at a time

  ChatAnswer answer;
  answer.message.text = "I do not know.";
  apply_what_if(model, "m2", answer);
  CHECK_FALSE(model.what_if->without);
  apply_what_if(model, "m1", answer);
  REQUIRE(model.what_if->without);
  CHECK(model.what_if->without->message.text == "I do not know.");
}

TEST_CASE("leaving the session forgets all but that it is open") {
  InspectorModel model = open_inspector();
  inspect_turn(model, two_turns(), "t1", "m1");
  leave_session(model);
  CHECK(model.open);
  CHECK(model.turn_id.empty());
}
