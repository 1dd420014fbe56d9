// The runner over a fake transport: what is asked of the proxy, and in which order.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "client-wasm/control/tour_runner.h"
#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class TourRunnerTest {
 public:
  TourRunnerTest() {
    TourStep question;
    question.say = "What's my name?";
    question.expect.not_contains = {"Alice"};
    TourStep pin;
    pin.kind = TourStepKind::pin;
    for (const char* id : {"first", "second"}) {
      TourScenario scenario;
      scenario.id = scenario.title = id;
      scenario.steps = {question, pin};
      model_.scenarios.push_back(scenario);
    }
    model_.runs.resize(2);
  }

  std::size_t asked() const { return transport_.requests.size(); }
  const HttpRequest& request(RequestId id) { return transport_.of(id).request; }

  void reply(RequestId id, int status, const std::string& body) {
    transport_.status(id, status);
    transport_.body(id, body);
    transport_.end(id);
    transport_.poll();
  }
  void give_session(RequestId id, const std::string& session_id) {
    SessionInfo info;
    info.id = session_id;
    reply(id, 201, to_json(info));
  }
  void begin_answer(RequestId id) {
    transport_.status(id, 200);
    transport_.body(id, sse_event("context", to_json(started("m1", "question").start)));
    transport_.poll();
  }
  void end_answer(RequestId id, const std::string& text) {
    transport_.body(id, sse_event("done", to_json(done("m2", "m1", text).answer)));
    transport_.end(id);
    transport_.poll();
  }

 protected:
  FakeTransport transport_;
  ProxyApi api_{transport_};
  TourModel model_;
  int changes_ = 0;
  TourRunner runner_{api_, model_, [this] { ++changes_; }};
};

}  // namespace

TEST_CASE_METHOD(TourRunnerTest, "a run makes a titled session, chats, marks, and passes") {
  runner_.run({0}, ProviderId::demo, {});
  REQUIRE(asked() == 1);
  CHECK(request(1).method == "POST");
  CHECK(request(1).path == "/sessions");
  CHECK(session_create_request_from_json(request(1).body).value().title == "Tour: first");
  give_session(1, "s1");

  REQUIRE(asked() == 2);
  CHECK(request(2).path == "/chat");
  CHECK(chat_request_from_json(request(2).body).value().session_id == "s1");
  begin_answer(2);
  end_answer(2, "I don't know.");

  REQUIRE(asked() == 3);
  CHECK(request(3).method == "PATCH");
  CHECK(request(3).path == "/sessions/s1/messages/m1");
  CHECK(model_.running == 0u);
  reply(3, 200, to_json(message("m1", "m1", Role::user, "question")));
  CHECK(model_.runs[0]->verdict == TourVerdict::passed);
  CHECK_FALSE(model_.running);
  CHECK(changes_ > 3);
}

TEST_CASE_METHOD(TourRunnerTest, "several run one after another, also when one cannot be begun") {
  runner_.run({0, 1}, ProviderId::demo, {});
  CHECK(model_.waiting == std::vector<std::size_t>{1});
  reply(1, 503, to_json(ChatFailure{store_unavailable("Redis is away."), {}}));
  CHECK(model_.runs[0]->verdict == TourVerdict::failed);
  CHECK(model_.runs[0]->reason == "No session could be made. Redis is away.");
  CHECK(model_.running == 1u);
  REQUIRE(asked() == 2);
  CHECK(session_create_request_from_json(request(2).body).value().title == "Tour: second");
}

TEST_CASE_METHOD(TourRunnerTest, "stopping cancels the turn at the proxy and begins nothing more") {
  runner_.run({0, 1}, ProviderId::demo, {});
  give_session(1, "s1");
  begin_answer(2);
  runner_.stop();
  REQUIRE(asked() == 3);
  CHECK(request(3).path.ends_with("/cancel"));
  CHECK(model_.runs[0]->verdict == TourVerdict::stopped);
  CHECK_FALSE(model_.running);
  CHECK_FALSE(model_.runs[1]);
  end_answer(2, "I don't know.");
  CHECK(asked() == 3);
  CHECK(model_.runs[0]->verdict == TourVerdict::stopped);
}

TEST_CASE_METHOD(TourRunnerTest, "stopping before the proxy knows of the turn hangs up") {
  runner_.run({0}, ProviderId::demo, {});
  give_session(1, "s1");
  runner_.stop();
  CHECK(asked() == 2);
  CHECK(transport_.of(2).cancel_asked);
}

TEST_CASE_METHOD(TourRunnerTest, "what comes of a run that another one replaced is ignored") {
  runner_.run({0}, ProviderId::demo, {});
  runner_.run({1}, ProviderId::demo, {});
  CHECK(asked() == 2);
  give_session(1, "s1");
  CHECK(asked() == 2);
  CHECK(model_.runs[0]->verdict == TourVerdict::stopped);
  give_session(2, "s2");
  CHECK(asked() == 3);
  CHECK(model_.runs[1]->session_id == "s2");
}
