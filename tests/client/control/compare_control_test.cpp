#include "client-wasm/control/compare_control.h"

#include <catch2/catch_test_macros.hpp>

#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class CompareControlTest {
 public:
  CompareControlTest() {
    control_.tick();
    control_.perform(action::ShowCompare{true});
    transport_.answer(1, 200, models_to_json({{ProviderId::demo, "demo", 4096, true, true}}));
    transport_.poll();
  }
  // Returns the request that asks the lanes.
  RequestId ask(std::string question) {
    control_.perform(action::ChangeQuestion{std::move(question)});
    control_.perform(action::AskLanes{});
    return transport_.last();
  }
  void hear(RequestId id, int lane, std::string_view name, const std::string& json) {
    transport_.body(id, sse_event(name, with_lane(json, lane)));
  }
  // Both lanes answer, the stream ends.
  void answer(RequestId id) {
    transport_.status(id, 200);
    for (const int lane : {0, 1}) {
      hear(id, lane, "context", to_json(started("m1", "Hi").start));
      hear(id, lane, "delta", text_piece_to_json("Hello"));
      hear(id, lane, "done",
           to_json(done(lane == 0 ? "m2" : "m3", "m1", "Hello " + std::to_string(lane)).answer));
    }
    transport_.end(id);
    transport_.poll();
  }
  const CompareModel& model() const { return control_.model(); }

 protected:
  FakeTransport transport_;
  ProxyApi api_{transport_};
  ChatModel chat_ = connected_model();
  int reloads_ = 0;
  CompareControl control_{{.api = api_,
                           .chat = chat_,
                           .changed = [] {},
                           .open_session = [](const std::string&) {},
                           .reload_history = [this] { ++reloads_; },
                           .new_session_id = [] { return std::string("session_new"); }}};
};

}  // namespace

TEST_CASE_METHOD(CompareControlTest, "opening the page sets two lanes and asks for the models") {
  CHECK(transport_.of(1).request.path == "/models");
  CHECK(model().open);
  CHECK(model().lanes.size() == 2);
  REQUIRE(model().models.size() == 1);
}

TEST_CASE_METHOD(CompareControlTest, "a question goes to all lanes, and their answers come back") {
  const RequestId id = ask("Hi");
  CHECK(transport_.of(id).request.method == "POST");
  CHECK(transport_.of(id).request.path == "/compare");
  const auto sent = compare_request_from_json(transport_.of(id).request.body);
  REQUIRE(sent.ok());
  CHECK(sent.value().lanes.size() == 2);
  CHECK(sent.value().session_id == "session_one");
  answer(id);
  CHECK_FALSE(model().running);
  CHECK(model().lanes[0].answer.text == "Hello 0");
  CHECK(model().lanes[1].answer.id == "m3");
  CHECK(reloads_ == 1);
}

TEST_CASE_METHOD(CompareControlTest, "a refused question says why and is kept") {
  const RequestId id = ask("Hi");
  transport_.answer(id, 409, to_json(ChatFailure{{ErrorCode::session_busy, "Too many wait."}, {}}));
  transport_.poll();
  REQUIRE(model().refusal);
  CHECK(model().refusal->message == "Too many wait.");
  CHECK(model().draft == "Hi");
}

TEST_CASE_METHOD(CompareControlTest, "a proxy that cannot be reached is said in words") {
  const RequestId id = ask("Hi");
  transport_.end(id, TransportEnd::unreachable);
  transport_.poll();
  REQUIRE(model().refusal);
  CHECK(model().refusal->code == ErrorCode::network);
}

TEST_CASE_METHOD(CompareControlTest, "a question that waits says for how many others") {
  const RequestId id = ask("Hi");
  transport_.status(id, 200);
  transport_.body(id, sse_event("queued", queued_to_json(2)));
  transport_.poll();
  CHECK(model().running->ahead == 2);
  transport_.body(
      id, sse_event("error", to_json(ChatFailure{store_unavailable("Redis is away."), {}})));
  transport_.end(id);
  transport_.poll();
  CHECK(model().refusal->message == "Redis is away.");
}

TEST_CASE_METHOD(CompareControlTest,
                 "stopping asks the proxy, and hangs up only when asked again") {
  const RequestId id = ask("Hi");
  transport_.status(id, 200);
  hear(id, 0, "context", to_json(started("m1", "Hi").start));
  transport_.poll();
  control_.perform(action::StopLanes{});
  CHECK(transport_.of(transport_.last()).request.path == "/sessions/session_one/turns/m1/cancel");
  CHECK_FALSE(transport_.of(id).cancel_asked);
  control_.perform(action::StopLanes{});
  CHECK(transport_.of(id).cancel_asked);
  transport_.poll();
  CHECK_FALSE(model().running);
  CHECK(model().lanes[0].answer.status == Ending::cancelled);
}

TEST_CASE_METHOD(CompareControlTest,
                 "going on with an answer makes it count and leads to the chat") {
  answer(ask("Hi"));
  control_.perform(action::GoOnWith{1});
  const RequestId id = transport_.last();
  CHECK(transport_.of(id).request.method == "PATCH");
  CHECK(transport_.of(id).request.path == "/sessions/session_one/turns/m1");
  CHECK(turn_patch_request_from_json(transport_.of(id).request.body).value() == "m3");
  CHECK(model().choosing == 1);
  transport_.answer(id, 200, "{}");
  transport_.poll();
  CHECK_FALSE(model().open);
  CHECK(reloads_ == 2);
}

TEST_CASE_METHOD(CompareControlTest, "a choice that did not work says so and stays on the page") {
  answer(ask("Hi"));
  control_.perform(action::GoOnWith{0});
  transport_.answer(transport_.last(), 503,
                    to_json(ChatFailure{store_unavailable("Redis is away."), {}}));
  transport_.poll();
  CHECK(model().open);
  CHECK_FALSE(model().choosing);
  CHECK(model().refusal->message == "Redis is away.");
}

TEST_CASE_METHOD(CompareControlTest, "another session closes the page and lets the old one go") {
  const RequestId id = ask("Hi");
  open_new_session(chat_, "session_two");
  control_.tick();
  CHECK(transport_.of(id).cancel_asked);
  CHECK_FALSE(model().open);
  CHECK(model().session_id == "session_two");
  transport_.poll();
  CHECK(model().question.empty());
  CHECK(reloads_ == 0);
}
