#include "client-wasm/model/compare.h"

#include <catch2/catch_test_macros.hpp>

#include "client-wasm/model/compare_lanes.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

struct Comparison {
  ChatModel chat = connected_model();
  CompareModel model;

  Comparison() {
    enter_session(model, chat.session_id);
    choose_lanes(model, chat, ComparePreset::off_on);
  }
  int ask(std::string question) {
    model.draft = std::move(question);
    return begin_comparison(model, chat).value().number;
  }
  const CompareLane& lane(int place) const { return model.lanes[static_cast<std::size_t>(place)]; }
};

TurnDone done_with(std::string id, std::string text, std::int64_t input_tokens) {
  TurnDone event = done(std::move(id), "turn_1", std::move(text));
  event.answer.message.usage = Usage{};
  event.answer.message.usage->input_tokens = input_tokens;
  return event;
}

}  // namespace

TEST_CASE("asking takes the draft and asks every lane as it is set") {
  Comparison c;
  c.model.draft = "What is my name?";
  const auto outgoing = begin_comparison(c.model, c.chat);
  REQUIRE(outgoing);
  CHECK(outgoing->request.message == "What is my name?");
  CHECK(outgoing->request.session_id == "session_one");
  CHECK(outgoing->request.stream);
  REQUIRE(outgoing->request.lanes.size() == 2);
  CHECK(outgoing->request.lanes[0].mode == Mode::stateless);
  CHECK(outgoing->request.lanes[1].mode == Mode::stateful);
  CHECK(c.model.draft.empty());
  CHECK(c.model.question == "What is my name?");
  CHECK(c.lane(0).state == LaneState::waiting);
  CHECK(c.lane(1).state == LaneState::waiting);
}

TEST_CASE("lanes grow each for itself, and one lane's end leaves the others alone") {
  Comparison c;
  const int number = c.ask("Hi");
  apply(c.model, number, 0, started("1", "Hi"));
  apply(c.model, number, 1, started("1", "Hi"));
  apply(c.model, number, 1, TextPiece{"Hel"});
  CHECK(c.lane(0).state == LaneState::waiting);
  CHECK(c.lane(1).state == LaneState::streaming);

  apply(c.model, number, 0, failed(ErrorCode::upstream_error, "The provider broke off."));
  CHECK(c.lane(0).state == LaneState::settled);
  CHECK(c.lane(0).answer.status == Ending::upstream_error);
  CHECK(c.lane(0).answer.error->message == "The provider broke off.");
  apply(c.model, number, 1, TextPiece{"lo"});
  CHECK(c.lane(1).answer.text == "Hello");
  apply(c.model, number, 1, done("3", "1", "Hello."));
  CHECK(c.lane(1).state == LaneState::settled);
  CHECK(c.lane(1).answer.id == "3");
  CHECK(c.lane(1).answer.text == "Hello.");

  REQUIRE(c.model.running);
  end_comparison(c.model, number, std::nullopt);
  CHECK_FALSE(c.model.running);
  CHECK(c.model.comparisons == 1);
  CHECK(c.lane(1).answer.status == Ending::completed);
}

TEST_CASE("what is sent is taken again when it changes before the first word") {
  Comparison c;
  const int number = c.ask("Hi");
  apply(c.model, number, 0, started("1", "Hi"));
  TurnStarted again = started("1", "Hi");
  again.start.context.sent_messages = 2;
  again.start.model = "another";
  apply(c.model, number, 0, again);
  CHECK(c.lane(0).context->sent_messages == 2);
  CHECK(c.lane(0).answer.model == "another");
  CHECK(c.model.comparisons == 1);
}

TEST_CASE("input tokens add up per lane over the comparisons of the page") {
  Comparison c;
  for (const int question : {1, 2}) {
    const int number = c.ask("Question");
    apply(c.model, number, 0, started("1", "Question"));
    apply(c.model, number, 1, started("1", "Question"));
    apply(c.model, number, 1, done_with("2", "B", 100 * question));
    apply(c.model, number, 0, done_with("3", "A", 10));
    end_comparison(c.model, number, std::nullopt);
  }
  CHECK(c.lane(0).points == std::vector<LanePoint>{{1, 10}, {2, 20}});
  CHECK(c.lane(1).points == std::vector<LanePoint>{{1, 100}, {2, 300}});

  LaneChanges changes;
  changes.mode = Mode::stateful;
  change_lane(c.model, 0, changes);
  CHECK(c.lane(0).points.empty());
  CHECK(c.lane(0).answer.text == "A");
  CHECK(c.lane(1).points.size() == 2);
}

TEST_CASE("a lane whose provider does not count is counted by our estimate, summary included") {
  Comparison c;
  const int number = c.ask("Hi");
  TurnStarted start = started("1", "Hi");
  start.start.context.estimated_tokens = 42;
  start.start.context.summary = SummaryReport{};
  start.start.context.summary->made_now = true;
  start.start.context.summary->input_tokens = 300;
  apply(c.model, number, 1, start);
  CHECK(input_tokens(c.lane(1)) == 342);
  apply(c.model, number, 0, failed(ErrorCode::provider_unavailable, "Set OPENAI_API_KEY."));
  CHECK(input_tokens(c.lane(0)) == 0);
  apply(c.model, number, 1, failed(ErrorCode::provider_unavailable, "Nothing answers."));
  CHECK_FALSE(was_sent(c.lane(1)));
  CHECK(input_tokens(c.lane(1)) == 0);
}

TEST_CASE("a question that was refused as a whole goes back into the draft, with the reason") {
  Comparison c;
  const int number = c.ask("Hi");
  c.model.draft = "typed since";
  const int revision = c.model.draft_revision;
  end_comparison(c.model, number, Error{ErrorCode::session_busy, "Too many wait."});
  CHECK(c.model.draft == "Hi typed since");
  CHECK(c.model.draft_revision > revision);
  CHECK(c.model.question.empty());
  REQUIRE(c.model.refusal);
  CHECK(c.model.refusal->message == "Too many wait.");
  CHECK(c.lane(0).state == LaneState::idle);
  CHECK(c.lane(0).points.empty());
  CHECK(c.model.comparisons == 0);
}

TEST_CASE("a connection that breaks ends only the lanes that had not ended") {
  Comparison c;
  const int number = c.ask("Hi");
  apply(c.model, number, 0, started("1", "Hi"));
  apply(c.model, number, 1, started("1", "Hi"));
  apply(c.model, number, 0, done("2", "1", "Whole."));
  apply(c.model, number, 1, TextPiece{"Hal"});
  end_comparison(c.model, number, Error{ErrorCode::network, "Broke."});
  CHECK(c.lane(0).answer.status == Ending::completed);
  CHECK(c.lane(1).answer.text == "Hal");
  CHECK(c.lane(1).answer.status == Ending::disconnected);
  CHECK(c.lane(1).answer.error->message == "Broke.");
}

TEST_CASE("a comparison that is hung up on keeps what has come as cancelled") {
  Comparison c;
  const int number = c.ask("Hi");
  apply(c.model, number, 0, started("1", "Hi"));
  apply(c.model, number, 0, TextPiece{"Hal"});
  c.model.running->stopping = true;
  end_comparison(c.model, number, std::nullopt);
  CHECK(c.lane(0).answer.text == "Hal");
  CHECK(c.lane(0).answer.status == Ending::cancelled);
  CHECK_FALSE(c.lane(0).answer.error);
}

TEST_CASE("nothing is asked without text, connection, a provider that answers, or during a turn") {
  Comparison c;
  c.model.draft = "  ";
  CHECK(compare_block(c.model, c.chat) == CompareBlock::empty_draft);
  c.model.draft = "Hi";
  CHECK(compare_block(c.model, c.chat) == CompareBlock::none);

  apply_no_connection(c.chat);
  CHECK(compare_block(c.model, c.chat) == CompareBlock::not_connected);
  CHECK_FALSE(begin_comparison(c.model, c.chat));
  CHECK(c.model.draft == "Hi");

  Health health = all_available();
  for (ProviderStatus& status : health.providers) status.available = false;
  apply_health(c.chat, health);
  CHECK(compare_block(c.model, c.chat) == CompareBlock::none_available);
  health.providers[0].available = true;  // that of the lanes
  apply_health(c.chat, health);
  CHECK(compare_block(c.model, c.chat) == CompareBlock::none);

  send(c.chat, "In the chat");
  CHECK(compare_block(c.model, c.chat) == CompareBlock::chat_is_busy);
}

TEST_CASE("a chat that is locked to this machine goes to no lane in the cloud") {
  Comparison c;
  c.model.draft = "Hi";
  for (CompareLane& lane : c.model.lanes) lane.request.provider = ProviderId::demo;
  c.chat.local_only = true;
  CHECK(compare_block(c.model, c.chat) == CompareBlock::none);
  c.model.lanes[0].request.provider = ProviderId::chatgpt;
  CHECK(compare_block(c.model, c.chat) == CompareBlock::locked);
  CHECK_FALSE(begin_comparison(c.model, c.chat));
  c.chat.local_only = false;
  CHECK(compare_block(c.model, c.chat) == CompareBlock::none);
}

TEST_CASE("events of another comparison, or of lanes that are not there, change nothing") {
  Comparison c;
  const int old_number = c.ask("Hi");
  enter_session(c.model, "session_two");
  CHECK_FALSE(c.model.running);
  const int number = c.ask("Hello");
  apply(c.model, old_number, 0, TextPiece{"late"});
  apply_queued(c.model, old_number, 3);
  end_comparison(c.model, old_number, std::nullopt);
  apply(c.model, number, 7, TextPiece{"nowhere"});
  apply(c.model, number, -1, TextPiece{"nowhere"});
  CHECK(c.lane(0).answer.text.empty());
  CHECK(c.model.running->number == number);
  CHECK(c.model.running->ahead == 0);
}

TEST_CASE("another session forgets the answers and keeps the lanes") {
  Comparison c;
  const int number = c.ask("Hi");
  apply(c.model, number, 0, started("1", "Hi"));
  apply(c.model, number, 0, done_with("2", "A", 10));
  enter_session(c.model, "session_two");
  REQUIRE(c.model.lanes.size() == 2);
  CHECK(c.lane(0).state == LaneState::idle);
  CHECK(c.lane(0).points.empty());
  CHECK(c.model.question.empty());
  CHECK(c.model.comparisons == 0);
}
