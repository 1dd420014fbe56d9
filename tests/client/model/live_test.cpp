#include "client-wasm/model/live.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;
using Kind = SessionEvent::Kind;

namespace {

SessionEvent stored(Message message, Kind kind = Kind::message) {
  SessionEvent event;
  event.kind = kind;
  event.turn_id = message.turn_id;
  event.message = std::move(message);
  return event;
}

SessionEvent piece(std::string turn_id, std::string text, int attempt = 0) {
  SessionEvent event;
  event.kind = Kind::delta;
  event.turn_id = std::move(turn_id);
  event.attempt = attempt;
  event.text = std::move(text);
  return event;
}

SessionEvent of(Kind kind) {
  SessionEvent event;
  event.kind = kind;
  return event;
}

std::vector<std::string> texts(const ChatModel& model) {
  std::vector<std::string> texts;
  for (const Entry& entry : model.entries) texts.push_back(entry.message.text);
  return texts;
}

const Message kQuestion = message("m1", "t1", Role::user, "One");
const Message kAnswer = message("m2", "t1", Role::assistant, "First");

}  // namespace

TEST_CASE("another's turn appears: its question, its answer as it comes, and as it was stored") {
  ChatModel model = connected_model();
  CHECK(apply_live(model, stored(kQuestion)) == LiveOutcome::changed);
  CHECK(apply_live(model, piece("t1", "Fir")) == LiveOutcome::changed);
  CHECK(model.entries.back().state == EntryState::streaming);
  CHECK(model.entries.back().message.provider == ProviderId::demo);  // as its question
  apply_live(model, piece("t1", "s"));
  CHECK(texts(model) == std::vector<std::string>{"One", "Firs"});
  CHECK(apply_live(model, stored(kAnswer)) == LiveOutcome::changed);
  CHECK(texts(model) == std::vector<std::string>{"One", "First"});
  CHECK(model.entries.back().state == EntryState::settled);
  CHECK_FALSE(model.turn);
}

TEST_CASE("what is known already changes nothing") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, stored(kAnswer));
  CHECK(apply_live(model, stored(kQuestion)) == LiveOutcome::unchanged);
  CHECK(apply_live(model, stored(kAnswer)) == LiveOutcome::unchanged);
  CHECK(apply_live(model, piece("t1", "late")) == LiveOutcome::unchanged);
  CHECK(texts(model) == std::vector<std::string>{"One", "First"});
}

TEST_CASE("a turn of this window is not shown twice, though its question is heard of first") {
  ChatModel model = connected_model();
  const OutgoingTurn turn = send(model, "One");
  CHECK(apply_live(model, stored(message("1", "1", Role::user, "One"))) == LiveOutcome::later);
  CHECK(apply_live(model, piece("1", "First")) == LiveOutcome::later);
  apply(model, turn.number, started("1", "One"));
  CHECK(apply_live(model, stored(message("1", "1", Role::user, "One"))) == LiveOutcome::unchanged);
  CHECK(apply_live(model, piece("1", "First")) == LiveOutcome::unchanged);
  CHECK(apply_live(model, stored(message("2", "1", Role::assistant, "First"))) ==
        LiveOutcome::unchanged);
  apply(model, turn.number, done("2", "1", "First"));
  CHECK(apply_live(model, stored(message("2", "1", Role::assistant, "First"))) ==
        LiveOutcome::unchanged);
  CHECK(texts(model) == std::vector<std::string>{"One", "First"});
}

TEST_CASE("while this window's message waits in line, the answer before it goes on above it") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, piece("t1", "Fir"));
  send(model, "Two");
  CHECK(apply_live(model, piece("t1", "st")) == LiveOutcome::changed);
  CHECK(apply_live(model, stored(kAnswer)) == LiveOutcome::changed);
  CHECK(texts(model) == std::vector<std::string>{"One", "First", "Two", ""});
}

TEST_CASE("the end of a turn that this window lost touch with is heard of") {
  ChatModel model = connected_model();
  const OutgoingTurn turn = send(model, "One");
  apply(model, turn.number, started("1", "One"));
  apply(model, turn.number, TextPiece{"Fi"});
  apply(model, turn.number, failed(ErrorCode::network, "broken"));
  CHECK(apply_live(model, stored(message("2", "1", Role::assistant, "Fir"))) ==
        LiveOutcome::changed);
  CHECK(texts(model) == std::vector<std::string>{"One", "Fir"});
}

TEST_CASE("nothing is applied while the history is loading") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK(apply_live(model, stored(kQuestion)) == LiveOutcome::later);
  CHECK(apply_live(model, of(Kind::cleared)) == LiveOutcome::later);
  CHECK(model.entries.empty());
}

TEST_CASE("messages stand in stored order, before what was not sent") {
  ChatModel model = connected_model();
  apply_live(model, stored(message("m3", "t3", Role::user, "Three")));
  add_entry(model, message("", "", Role::user, "unsent"), EntryState::unsent);
  apply_live(model, stored(message("m2", "t2", Role::user, "Two")));
  apply_live(model, stored(message("m4", "t4", Role::user, "Four")));
  CHECK(texts(model) == std::vector<std::string>{"Two", "Three", "Four", "unsent"});
}

TEST_CASE("marks, choices and deletions are followed") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, stored(kAnswer));
  Message other = message("m3", "t1", Role::assistant, "Other");
  other.attempt = 1;
  other.current = false;
  apply_live(model, stored(other));

  Message pinned = kQuestion;
  pinned.pinned = true;
  CHECK(apply_live(model, stored(pinned, Kind::marked)) == LiveOutcome::changed);
  CHECK(model.entries[0].message.pinned);

  SessionEvent chosen = of(Kind::chosen);
  chosen.turn_id = "t1";
  chosen.message_id = "m3";
  CHECK(apply_live(model, chosen) == LiveOutcome::changed);
  CHECK(texts(model) == std::vector<std::string>{"One", "Other"});
  CHECK(model.entries[1].message.current);
  CHECK(apply_live(model, chosen) == LiveOutcome::unchanged);

  SessionEvent deleted = of(Kind::deleted);
  deleted.message_id = "m2";
  CHECK(apply_live(model, deleted) == LiveOutcome::changed);
  CHECK(apply_live(model, deleted) == LiveOutcome::unchanged);
  CHECK(texts(model) == std::vector<std::string>{"One", "Other"});
}

TEST_CASE("a further answer that others asked for stands in the place of the first") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, stored(kAnswer));
  Message further = message("m3", "t1", Role::assistant, "Second");
  further.attempt = 1;
  apply_live(model, piece("t1", "Sec", 1));
  CHECK(texts(model) == std::vector<std::string>{"One", "First", "Sec"});
  CHECK(apply_live(model, stored(further)) == LiveOutcome::changed);
  CHECK(texts(model) == std::vector<std::string>{"One", "Second"});
  CHECK(model.entries[1].versions.size() == 2);
  CHECK_FALSE(model.entries[1].versions[0].message.current);
  CHECK(apply_live(model, stored(further)) == LiveOutcome::unchanged);
}

TEST_CASE("lanes of another's comparison come side by side") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, piece("t1", "a", 0));
  apply_live(model, piece("t1", "b", 1));
  apply_live(model, piece("t1", "a", 0));
  CHECK(texts(model) == std::vector<std::string>{"One", "aa", "b"});
}

TEST_CASE("a session that others emptied is empty, but for what was not sent or is under way") {
  for (const Kind kind : {Kind::cleared, Kind::expired}) {
    ChatModel model = connected_model();
    apply_live(model, stored(kQuestion));
    apply_live(model, stored(kAnswer));
    add_entry(model, message("", "", Role::user, "unsent"), EntryState::unsent);
    send(model, "Two");
    CHECK(apply_live(model, of(kind)) == LiveOutcome::changed);
    CHECK(texts(model) == std::vector<std::string>{"unsent", "Two", ""});
    CHECK(apply_live(model, of(kind)) == LiveOutcome::unchanged);
  }
}

TEST_CASE("lost events ask for the history, and drop an answer whose rest nobody will tell") {
  ChatModel model = connected_model();
  apply_live(model, stored(kQuestion));
  apply_live(model, piece("t1", "Fir"));
  CHECK(apply_live(model, of(Kind::missed)) == LiveOutcome::reload);
  CHECK(texts(model) == std::vector<std::string>{"One"});
}

TEST_CASE("the last stored message is where reading on begins") {
  ChatModel model = connected_model();
  CHECK(last_stored_id(model).empty());
  apply_live(model, stored(kQuestion));
  apply_live(model, piece("t1", "Fir"));
  CHECK(last_stored_id(model) == "m1");
}
