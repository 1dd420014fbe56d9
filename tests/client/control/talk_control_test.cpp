#include "client-wasm/control/talk_control.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "client-wasm/model/answers.h"
#include "shared/chat_json.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class TalkTest {
 public:
  std::string last_request() const {
    const HttpRequest& request = transport_.requests.back().request;
    return request.method + " " + request.path;
  }
  void answer(int status, std::string body = "{}") {
    transport_.answer(transport_.last(), status, std::move(body));
    transport_.poll();
  }
  static std::string away() {
    return to_json(ChatFailure{store_unavailable("Redis is away."), {}});
  }

 protected:
  FakeTransport transport_;
  ProxyApi api_{transport_};
  ChatModel chat_ = model_with_turn();
  int reloads_ = 0;
  std::vector<OutgoingTurn> turns_;
  TalkControl control_{{api_, chat_, [] {}, {}, [this] { ++reloads_; }, {}},
                       [this](const OutgoingTurn& turn) { turns_.push_back(turn); }};
};

}  // namespace

TEST_CASE_METHOD(TalkTest, "an edited message is sent after its old turn is deleted, in order") {
  control_.perform(action::EditLast{});
  set_draft(chat_, "Hi there");
  control_.send();
  CHECK(last_request() == "DELETE /sessions/session_one/messages/2");
  CHECK(turns_.empty());
  answer(200);
  CHECK(last_request() == "DELETE /sessions/session_one/messages/1");
  // Already gone is as good.
  answer(404, R"({"error":{"code":"not_found","message":"No."}})");
  REQUIRE(turns_.size() == 1);
  CHECK(turns_[0].request.message == "Hi there");
  CHECK(chat_.entries.size() == 2);
}

TEST_CASE_METHOD(TalkTest, "an old turn that cannot be deleted stops the sending") {
  control_.perform(action::EditLast{});
  set_draft(chat_, "Hi there");
  control_.send();
  answer(503, away());
  CHECK(turns_.empty());
  CHECK(chat_.draft == "Hi there");
  CHECK(chat_.action_error);
}

TEST_CASE_METHOD(TalkTest,
                 "an answer that could not be chosen is said, and the truth is read again") {
  take_version(chat_.entries[1], magic::examples::answer("5", "t", "B", 1, true), std::nullopt);
  control_.perform(action::ShowAnswer{chat_.entries[1].key, 0});
  CHECK(last_request() == "PATCH /sessions/session_one/turns/t");
  answer(503, away());
  CHECK(chat_.action_error->message == "Redis is away.");
  CHECK(reloads_ == 1);
  control_.perform(action::LoadModels{});
  CHECK_FALSE(chat_.action_error);
}

TEST_CASE_METHOD(TalkTest, "the lock of a session is read when it is opened") {
  control_.tick();
  CHECK(transport_.of(1).request.path == "/models");
  CHECK(last_request() == "GET /sessions/session_one");
  SessionInfo info;
  info.id = "session_one";
  info.local_only = true;
  answer(200, to_json(info));
  CHECK(chat_.local_only);
  control_.tick();
  CHECK(transport_.requests.size() == 2);
}

TEST_CASE_METHOD(TalkTest, "a chat of which nothing is stored is created before it is locked") {
  open_new_session(chat_, "session_two");
  control_.perform(action::LockToLocal{true});
  CHECK(last_request() == "POST /sessions");
  // Somebody else, or an earlier try, may have made it.
  answer(409, R"({"error":{"code":"conflict","message":"There is one."}})");
  CHECK(last_request() == "PATCH /sessions/session_two");
  answer(200, to_json(SessionInfo{}));
  CHECK(chat_.local_only);
}

TEST_CASE_METHOD(TalkTest, "a lock that could not be stored is not shown as one") {
  control_.perform(action::LockToLocal{true});
  CHECK(chat_.local_only);
  answer(503, away());
  CHECK_FALSE(chat_.local_only);
  CHECK(chat_.action_error);
}

TEST_CASE_METHOD(TalkTest, "another answer is begun through the app, under the switches of now") {
  control_.perform(action::Regenerate{chat_.entries[1].key});
  REQUIRE(turns_.size() == 1);
  CHECK(turns_[0].replay);
}
