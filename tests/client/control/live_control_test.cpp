#include "client-wasm/control/live_control.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <thread>

#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/client/control/control_bench.h"

using namespace magic;

namespace {

struct LiveBench : ControlBench {
  std::vector<SessionInfo> sessions;
  LiveControl live{context(), [this](const SessionInfo& info) { sessions.push_back(info); }};

  RequestId stream() { return asked("GET", "/sessions/" + chat.session_id + "/events"); }
  void open() {
    live.tick();
    transport.status(stream(), 200);
    transport.poll();
  }
  void hear(const std::string& id, std::string_view name, const std::string& data) {
    transport.body(stream(), sse_event_with_id(id, name, data));
    transport.poll();
  }
  std::string question(const std::string& id, const std::string& text) {
    return "{\"message\":" + to_json(examples::message(id, "turn", Role::user, text)) + "}";
  }
};

}  // namespace

TEST_CASE_METHOD(LiveBench,
                 "the session that is open is watched, and another when that is opened") {
  live.tick();
  const RequestId first = stream();
  REQUIRE(first != 0);
  open_new_session(chat, "session_two");
  live.tick();
  CHECK(transport.of(first).cancel_asked);
  CHECK(transport.of(stream()).request.path == "/sessions/session_two/events");
}

TEST_CASE_METHOD(LiveBench, "what is heard is shown, and the title goes to the list") {
  open();
  hear("1-0", "message", question("m1", "Hello"));
  REQUIRE(chat.entries.size() == 1);
  CHECK(changes == 1);
  hear("2-0", "session", R"({"id":"session_one","title":"Greetings"})");
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0].title == "Greetings");
}

TEST_CASE_METHOD(LiveBench,
                 "a stream that breaks is opened again after a wait, from where it was") {
  open();
  hear("7-0", "message", question("m1", "Hello"));
  transport.end(stream(), TransportEnd::unreachable);
  transport.poll();
  const int wait = live.tick();
  CHECK(wait > 0);
  CHECK(wait <= 1000);
  CHECK(stream() == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(wait + 5));
  CHECK(live.tick() == -1);
  CHECK(transport.of(stream()).request.path == "/sessions/session_one/events?after=7-0");
}

TEST_CASE_METHOD(LiveBench,
                 "a window that nobody sees gives its connection up, and goes on later") {
  open();
  hear("7-0", "message", question("m1", "Hello"));
  const RequestId first = stream();
  attention = Attention::hidden;
  CHECK(live.tick() == -1);
  transport.poll();
  CHECK(transport.of(first).cancel_asked);
  attention = Attention::visible;
  live.tick();
  CHECK(transport.of(stream()).request.path == "/sessions/session_one/events?after=7-0");
}

TEST_CASE_METHOD(LiveBench, "what was stored between the history and the stream is read once") {
  chat.entries.clear();
  add_entry(chat, examples::message("m1", "t1", Role::user, "One"), EntryState::settled);
  open();
  live.tick();
  const RequestId page = asked("GET", "/sessions/session_one/messages");
  REQUIRE(page != 0);
  CHECK(transport.of(page).request.path.find("after=m1") != std::string::npos);
  MessagePage more;
  more.session_id = "session_one";
  more.messages = {examples::message("m2", "t1", Role::assistant, "First")};
  transport.answer(page, 200, to_json(more));
  transport.poll();
  CHECK(chat.entries.size() == 2);
  live.tick();
  CHECK(asked("GET", "/sessions/session_one/messages") == 0);
}

TEST_CASE_METHOD(LiveBench,
                 "what cannot be told yet is told when the turn of this window is known") {
  open();
  live.tick();
  transport.answer(asked("GET", "/sessions/session_one/messages"), 200,
                   R"({"session_id":"session_one","messages":[],"total":0})");
  transport.poll();
  const OutgoingTurn turn = examples::send(chat, "One");
  hear("1-0", "message", question("m1", "Another's"));
  CHECK(chat.entries.size() == 2);
  apply(chat, turn.number, examples::started("m2", "One"));
  live.tick();
  CHECK(chat.entries.size() == 3);
}

TEST_CASE_METHOD(LiveBench, "lost events reload the history, once no turn of this window runs") {
  open();
  const OutgoingTurn turn = examples::send(chat, "One");
  hear("", "missed", "{}");
  live.tick();
  CHECK(reloads == 0);
  apply(chat, turn.number, TurnStopped{});
  live.tick();
  CHECK(reloads == 1);
  live.tick();
  CHECK(reloads == 1);
}

TEST_CASE_METHOD(LiveBench, "nothing is asked while the proxy is away") {
  apply_no_connection(chat);
  CHECK(live.tick() == -1);
  CHECK(stream() == 0);
}
