#include <catch2/catch_test_macros.hpp>

#include <string>

#include "client-wasm/control/tour_control.h"
#include "shared/session_json.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class TourControlTest {
 protected:
  ControlContext context() {
    return {.api = api_,
            .chat = chat_,
            .changed = [this] { ++changes_; },
            .open_session = [this](const std::string& id) { opened_ = id; },
            .reload_history = [] {},
            .new_session_id = [] { return std::string("unused"); }};
  }

  FakeTransport transport_;
  ProxyApi api_{transport_};
  ChatModel chat_ = connected_model();
  int changes_ = 0;
  std::string opened_;
  TourControl tour_{context()};
};

}  // namespace

TEST_CASE_METHOD(TourControlTest, "the built-in scenarios are there, and all of them can be run") {
  REQUIRE(tour_.model().scenarios.size() == tour_.model().runs.size());
  tour_.perform(action::ChooseTourProvider{ProviderId::demo});
  tour_.perform(action::RunTour{});
  CHECK(tour_.model().running == 0u);
  CHECK(tour_.model().waiting.size() + 1 == tour_.model().scenarios.size());
  CHECK(tour_.model().runs[0]->provider == ProviderId::demo);
  CHECK(tour_.model().runs[0]->other == ProviderId::ollama);
  tour_.perform(action::StopTour{});
  CHECK_FALSE(tour_.model().running);
}

TEST_CASE_METHOD(TourControlTest, "the session of a run is opened in the place of the tour") {
  tour_.perform(action::ShowTour{true});
  tour_.perform(action::OpenTourSession{0});
  CHECK(opened_.empty());  // nothing has run
  tour_.perform(action::RunScenario{0});
  SessionInfo info;
  info.id = "s1";
  transport_.status(1, 201);
  transport_.body(1, to_json(info));
  transport_.end(1);
  transport_.poll();
  tour_.perform(action::OpenTourSession{0});
  CHECK(opened_ == "s1");
  CHECK_FALSE(tour_.model().open);
}

TEST_CASE_METHOD(TourControlTest, "the tour makes room when another session is opened") {
  tour_.perform(action::ShowTour{true});
  tour_.tick();
  CHECK(tour_.model().open);
  open_new_session(chat_, "session_two");
  tour_.tick();
  CHECK_FALSE(tour_.model().open);
  CHECK(changes_ == 1);
}
