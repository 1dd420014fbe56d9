#include "client-wasm/control/chat_control.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "shared/chat_json.h"
#include "shared/provider_json.h"
#include "tests/client/control/control_bench.h"

using namespace magic;
using namespace magic::examples;

namespace {

class ChatControlTest : public ControlBench {
 public:
  void answer(RequestId id, int status, std::string body) {
    REQUIRE(id > 0);
    transport.answer(id, status, std::move(body));
    transport.poll();
  }
  void lose(RequestId id) {
    REQUIRE(id > 0);
    transport.end(id, TransportEnd::unreachable);
    transport.poll();
  }
  RequestId history() { return asked("GET", "/sessions/session_one/messages"); }
  RequestId health() {
    for (RequestId id = transport.last(); id > 0; --id)
      if (transport.of(id).request.path == "/" && !transport.of(id).ended) return id;
    return 0;
  }
  void answer_health() {
    control.tick();
    answer(health(), 200, to_json(all_available()));
  }
  RequestId start_turn() {
    const OutgoingTurn turn = send(chat, "Hi");
    control.start(turn);
    return asked("POST", "/chat");
  }

 protected:
  ChatControl control{context()};
};

}  // namespace

TEST_CASE_METHOD(ChatControlTest, "an opened session is read, and the one before it is left") {
  const RequestId turn = start_turn();
  control.open("session_two");
  CHECK(transport.of(turn).cancel_asked);
  CHECK(chat.session_id == "session_two");
  CHECK(asked("GET", "/sessions/session_two/messages") > 0);
}

TEST_CASE_METHOD(ChatControlTest, "what could not be read is read once the proxy is back") {
  control.open("session_one");
  lose(history());
  CHECK(history() == 0);
  answer_health();
  CHECK(history() > 0);
}

TEST_CASE_METHOD(ChatControlTest, "what is refused for good is not asked for again") {
  control.open("session_one");
  answer(history(), 403, R"({"error":{"code":"forbidden","message":"Not yours."}})");
  answer_health();
  CHECK(history() == 0);
}

TEST_CASE_METHOD(ChatControlTest,
                 "a turn whose connection broke is read back once the proxy answers") {
  lose(start_turn());
  CHECK_FALSE(chat.turn);
  CHECK(control.tick() == -1);  // it is asked at once
  answer(health(), 200, to_json(all_available()));
  CHECK(history() > 0);
}

TEST_CASE_METHOD(ChatControlTest,
                 "a turn that the proxy does not know yet is stopped by hanging up") {
  const RequestId turn = start_turn();
  control.stop();
  CHECK(transport.of(turn).cancel_asked);
}

TEST_CASE_METHOD(ChatControlTest, "the history is not read again while a turn is under way") {
  start_turn();
  control.reload();
  CHECK(history() == 0);
}

TEST_CASE_METHOD(ChatControlTest, "another proxy is asked at once, and its history read") {
  answer_health();
  CHECK(control.tick() > 0);
  control.reconnect();
  CHECK(chat.link == Link::connecting);
  answer_health();
  CHECK(history() > 0);
}

TEST_CASE_METHOD(ChatControlTest, "clearing tells when it failed, and keeps what is shown") {
  chat = model_with_turn();
  control.clear();
  CHECK(chat.clearing);
  answer(asked("POST", "/clear-session"), 503,
         to_json(ChatFailure{{ErrorCode::store_unavailable, "Redis is away."}, {}}));
  CHECK_FALSE(chat.clearing);
  CHECK(chat.clear_error);
  CHECK(chat.entries.size() == 2);
}
