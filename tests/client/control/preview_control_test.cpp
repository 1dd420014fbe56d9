#include "client-wasm/control/preview_control.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "shared/chat_json.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

using namespace magic;
using namespace magic::examples;

namespace {

class PreviewTest {
 public:
  int asked() const { return static_cast<int>(transport_.requests.size()); }
  void answer(std::int64_t sent) {
    ContextReport report;
    report.sent_messages = sent;
    transport_.answer(transport_.last(), 200, to_json(report));
    transport_.poll();
  }
  void pass(int ms) { now_ += std::chrono::milliseconds(ms); }

 protected:
  FakeTransport transport_;
  ProxyApi api_{transport_};
  ChatModel chat_ = model_with_turn();
  int changes_ = 0;
  PreviewControl::Clock::time_point now_{std::chrono::hours(1)};
  PreviewControl control_{{api_, chat_, [this] { ++changes_; }, {}, {}, {}},
                          [this] { return now_; }};
};

}  // namespace

TEST_CASE_METHOD(PreviewTest, "a preview is asked for once, and again when a switch changes") {
  control_.tick();
  CHECK(asked() == 1);
  control_.tick();
  CHECK(asked() == 1);
  answer(2);
  CHECK(chat_.preview->sent_messages == 2);
  CHECK(changes_ > 0);
  CHECK(control_.tick() == -1);
  CHECK(asked() == 1);

  chat_.mode = Mode::stateful;
  control_.tick();
  CHECK_FALSE(chat_.preview);  // the numbers of the other switch are not shown
  CHECK(asked() == 2);
}

TEST_CASE_METHOD(PreviewTest,
                 "typing is asked about when it rests, with the old numbers till then") {
  control_.tick();
  answer(2);
  chat_.draft = "Hel";
  CHECK(control_.tick() == 600);
  pass(400);
  chat_.draft = "Hello";
  CHECK(control_.tick() == 600);
  CHECK(asked() == 1);
  pass(600);
  control_.tick();
  CHECK(asked() == 2);
  CHECK(transport_.of(2).request.path.find("message=Hello") != std::string::npos);
  CHECK(chat_.preview);
}

TEST_CASE_METHOD(PreviewTest,
                 "never more than one question is under way, and a late answer is dropped") {
  control_.tick();
  chat_.mode = Mode::stateful;
  control_.tick();
  CHECK(asked() == 1);
  answer(1);
  CHECK_FALSE(chat_.preview);
  control_.tick();
  CHECK(asked() == 2);
  answer(3);
  CHECK(chat_.preview->sent_messages == 3);
}

TEST_CASE_METHOD(PreviewTest,
                 "after a turn it is asked again, and not during one or without a proxy") {
  control_.tick();
  answer(2);
  chat_.turn = ActiveTurn{1};
  add_entry(chat_, message("3", "u", Role::user, "Next"), EntryState::settled);
  control_.tick();
  CHECK(asked() == 1);
  chat_.turn.reset();
  chat_.link = Link::offline;
  control_.tick();
  CHECK(asked() == 1);
  chat_.link = Link::connected;
  control_.tick();
  CHECK(asked() == 2);
}

TEST_CASE_METHOD(PreviewTest, "a text too long to ask about leaves no old numbers behind") {
  control_.tick();
  answer(2);
  chat_.draft = std::string(10000, 'x');
  control_.tick();
  pass(600);
  control_.tick();
  CHECK(asked() == 1);
  CHECK_FALSE(chat_.preview);
}
