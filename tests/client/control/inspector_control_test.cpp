#include <catch2/catch_test_macros.hpp>

#include <string>

#include "client-wasm/control/inspector_control.h"
#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class Inspected {
 public:
  Inspected() {
    add_entry(chat, message("m1", "t1", Role::user, "Hi"), EntryState::settled);
    add_entry(chat, message("m2", "t1", Role::assistant, "Hello"), EntryState::settled);
  }

  void open_and_read() {
    control.perform(action::ShowInspector{true});
    control.tick();
    TurnRecord record;
    record.session_id = "session_one";
    record.turn_id = "t1";
    record.answers.resize(1);
    record.answers[0].answer = message("m2", "t1", Role::assistant, "Hello");
    SessionInfo info;
    info.id = "session_one";
    info.ttl_seconds = 60;
    transport.answer(1, 200, to_json(record));
    transport.answer(2, 200, to_json(info));
    transport.poll();
    control.tick();
  }

  FakeTransport transport;
  ProxyApi api{transport};
  ChatModel chat = connected_model();
  int reloads = 0, changes = 0;
  InspectorControl control{{api, chat, [this] { ++changes; }, [](const std::string&) {},
                            [this] { ++reloads; }, [] { return std::string("new"); }}};
};

}  // namespace

TEST_CASE_METHOD(Inspected, "nothing is asked while the inspector is closed") {
  CHECK(control.tick() == -1);
  CHECK(transport.requests.empty());
}

TEST_CASE_METHOD(Inspected, "opening reads the last turn and how long the session lasts, once") {
  open_and_read();
  REQUIRE(transport.requests.size() == 2);
  CHECK(transport.of(1).request.path == "/sessions/session_one/turns/t1");
  CHECK(transport.of(2).request.path == "/sessions/session_one");
  REQUIRE(control.model().record);
  CHECK(control.model().record->answers.size() == 1);
  CHECK(control.model().seconds_left == 60);
  CHECK(control.model().redis_key == "chat:session:{session_one}:messages");
}

TEST_CASE_METHOD(Inspected, "the time left is counted only while it is on the screen") {
  open_and_read();
  CHECK(control.tick() == -1);
  control.perform(action::ShowTimeLeft{true});
  const int next_ms = control.tick();
  CHECK(next_ms > 0);
  CHECK(next_ms <= 1001);
  control.perform(action::ShowInspector{false});
  CHECK(control.tick() == -1);
}

TEST_CASE_METHOD(Inspected, "a mark goes to the proxy, then everything is read again") {
  open_and_read();
  control.perform(action::MarkMessage{"m1", {true, false}});
  CHECK(control.model().changing);
  CHECK(transport.of(3).request.method == "PATCH");
  CHECK(transport.of(3).request.path == "/sessions/session_one/messages/m1");
  CHECK(message_patch_request_from_json(transport.of(3).request.body).value().pinned == true);
  transport.answer(3, 200, "{}");
  transport.poll();
  CHECK_FALSE(control.model().changing);
  CHECK(reloads == 1);
  control.tick();
  CHECK(transport.of(4).request.path == "/sessions/session_one/turns/t1");
}

TEST_CASE_METHOD(Inspected, "a deletion that is refused is told, and nothing is read again") {
  open_and_read();
  control.perform(action::DeleteMessage{"m1"});
  CHECK(transport.of(3).request.method == "DELETE");
  transport.answer(3, 409, R"({"error":{"code":"session_busy","message":"A turn is running."}})");
  transport.poll();
  REQUIRE(control.model().change_error);
  CHECK(control.model().change_error->message == "A turn is running.");
  CHECK(reloads == 0);
}

TEST_CASE_METHOD(
    Inspected, "a refusal is told in the chat while the inspector is closed, until the next try") {
  control.tick();
  control.perform(action::DeleteMessage{"m1"});
  transport.answer(1, 409, R"({"error":{"code":"session_busy","message":"A turn is running."}})");
  transport.poll();
  REQUIRE(chat.action_error);
  CHECK(chat.action_error->message == "A turn is running.");
  CHECK_FALSE(control.model().change_error);
  control.perform(action::DeleteMessage{"m1"});
  CHECK_FALSE(chat.action_error);
}

TEST_CASE_METHOD(Inspected, "what if it were not there: the turn is replayed without it") {
  open_and_read();
  control.perform(action::AskWithout{"m1"});
  REQUIRE(transport.requests.size() == 3);
  CHECK(transport.of(3).request.path == "/sessions/session_one/turns/t1/replay");
  const Result<ReplayRequest> asked = replay_request_from_json(transport.of(3).request.body);
  REQUIRE(asked.ok());
  CHECK(asked.value().without == std::set<std::string>{"m1"});
  ChatAnswer answer;
  answer.session_id = "session_one";
  answer.message = message("m3", "t1", Role::assistant, "Who are you?");
  transport.status(3, 200);
  transport.body(3, sse_event("delta", text_piece_to_json("Who")));
  transport.body(3, sse_event("done", to_json(answer)));
  transport.end(3);
  transport.poll();
  REQUIRE(control.model().what_if);
  REQUIRE(control.model().what_if->without);
  CHECK(control.model().what_if->without->message.text == "Who are you?");
  CHECK(reloads == 1);
}

TEST_CASE_METHOD(Inspected, "a replay that fails, or breaks off, is a sentence") {
  open_and_read();
  control.perform(action::AskWithout{"m1"});
  transport.status(3, 200);
  transport.body(3,
                 sse_event("error", to_json(ChatFailure{provider_unavailable("No model."), {}})));
  transport.end(3);
  transport.poll();
  CHECK(control.model().what_if->error->message == "No model.");
  control.perform(action::AskWithout{"m1"});
  transport.status(4, 200);
  transport.end(4);
  transport.poll();
  CHECK(control.model().what_if->error->code == ErrorCode::network);
}

TEST_CASE_METHOD(Inspected, "an answer that comes after the session was left changes nothing") {
  open_and_read();
  control.perform(action::DeleteMessage{"m1"});
  open_new_session(chat, "session_two");
  control.tick();
  transport.answer(3, 200, "{}");
  transport.poll();
  CHECK(reloads == 0);
  CHECK_FALSE(control.model().record);
  CHECK(control.model().open);
}
