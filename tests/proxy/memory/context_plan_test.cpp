// What the strategies do, example by example. For any session at all: context_plan_any_test.cpp.
#include "proxy/memory/context_plan.h"

#include <catch2/catch_test_macros.hpp>

#include "shared/token_estimate.h"
#include "tests/proxy/memory/sessions.h"

using namespace magic;

namespace {

// "q0" and "a0" cost the same.
const int kTurnTokens = 2 * estimate_message_tokens("q0");

// A window with room for the new message and `tokens` more.
PlanRequest with_room(int tokens, MemoryChoice memory = {}) {
  PlanRequest request = asking(memory);
  request.window_tokens = request.answer_tokens + estimate_message_tokens(kNew.text) + tokens;
  return request;
}

StoredMemory summarized(StoredMemory past, int covers_to, std::int64_t covered) {
  past.summary = StoredSummary{"Alice has a dog.", id_at(covers_to), covered, "m", 1};
  return past;
}

StoredMemory held(StoredMemory past, int covers_to) {
  past.held = HeldResponse{"resp_1", "m", id_at(covers_to)};
  return past;
}

}  // namespace

// ---- without memory --------------------------------------------------------------------------

TEST_CASE("stateless sends only the new message, pinned or not, and says so of every other one") {
  StoredMemory past = conversation(2);
  past.messages[0].pinned = true;
  past.messages[3].text.clear();
  PlanRequest request = asking({MemoryStrategy::last_n, 4});
  request.mode = Mode::stateless;
  request.stored_messages = 15;
  const ContextPlan plan = plan_context(request, past, kNew);
  CHECK(plan.messages == std::vector<PromptMessage>{{Role::user, kNew.text}});
  CHECK(reasons(plan) == "stateless stateless stateless stateless");
  CHECK(plan.report.strategy == MemoryStrategy::none);
  CHECK(plan.report.unlisted_messages == 10);
  CHECK(plan.report.unlisted_reason == ContextReason::stateless);
}

TEST_CASE("strategy none in mode stateful is the same as stateless") {
  const ContextPlan plan = plan_context(asking({MemoryStrategy::none}), conversation(1), kNew);
  CHECK(sent_texts(plan).empty());
  CHECK(reasons(plan) == "stateless stateless");
}

// ---- the whole conversation ------------------------------------------------------------------

TEST_CASE("full sends the whole conversation, oldest first, the new message last") {
  const ContextPlan plan = plan_context(asking(), conversation(3), kNew);
  CHECK(sent_texts(plan) == "q0 a0 q1 a1 q2 a2");
  CHECK(plan.messages.back() == PromptMessage{Role::user, kNew.text});
  CHECK(plan.report.sent_messages == 7);
  CHECK(plan.report.estimated_tokens == 3 * kTurnTokens + estimate_message_tokens(kNew.text));
}

TEST_CASE("what does not fit the window is left out oldest turn first, and whole turns only") {
  const ContextPlan plan =
      plan_context(with_room(2 * kTurnTokens + kTurnTokens / 2), conversation(4), kNew);
  CHECK(sent_texts(plan) == "q2 a2 q3 a3");
  CHECK(reasons(plan) == "window window window window history history history history");
}

TEST_CASE("a turn that does not fit ends the history, although an older one would fit") {
  StoredMemory past = conversation(3);
  past.messages[3].text = std::string(4000, 'x');
  const ContextPlan plan = plan_context(with_room(500), past, kNew);
  CHECK(sent_texts(plan) == "q2 a2");
  CHECK(reasons(plan) == "window window window window history history");
}

TEST_CASE("a turn without answer text is left out whole, and those around it are sent") {
  StoredMemory past = conversation(3);
  past.messages[3].text.clear();  // failed before its first word
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "q0 a0 q2 a2");
  past.messages.erase(past.messages.begin() + 3);  // still running
  const ContextPlan plan = plan_context(asking(), past, kNew);
  CHECK(sent_texts(plan) == "q0 a0 q2 a2");
  CHECK(reasons(plan) == "history history no_answer history history");
}

TEST_CASE("an answer whose question is gone is left out with that reason") {
  StoredMemory past = conversation(3);
  past.messages.erase(past.messages.begin() + 2);
  const ContextPlan plan = plan_context(asking(), past, kNew);
  CHECK(sent_texts(plan) == "q0 a0 q2 a2");
  CHECK(reasons(plan) == "history history no_question history history");
}

TEST_CASE("interleaved turns are sent one after the other, each answer behind its question") {
  StoredMemory past;
  past.messages = {question(0, "a", "qa"), question(1, "b", "qb"), answer(2, "b", "ab"),
                   answer(3, "a", "aa")};
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "qa aa qb ab");
  past.messages.pop_back();
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "qb ab");
}

TEST_CASE("partial answers are sent as they are, however they ended") {
  for (const Ending ending : {Ending::length, Ending::filtered, Ending::refused, Ending::cancelled,
                              Ending::upstream_error, Ending::disconnected}) {
    StoredMemory past = conversation(1);
    past.messages[1].status = ending;
    CHECK(sent_texts(plan_context(asking(), past, kNew)) == "q0 a0");
  }
}

TEST_CASE("messages that were not even read are counted as left out") {
  PlanRequest request = asking();
  request.stored_messages = 1005;
  const ContextPlan plan = plan_context(request, conversation(2), kNew);
  CHECK(plan.report.unlisted_messages == 1000);
  CHECK(plan.report.unlisted_reason == ContextReason::window);
}

// ---- alternatives ----------------------------------------------------------------------------

TEST_CASE("only the current answer of a turn is sent, in its question's place") {
  StoredMemory past = conversation(2);
  past.messages[1].current = false;
  past.messages.push_back(answer(4, "t0", "another a0"));  // a replay, chosen
  const ContextPlan plan = plan_context(asking(), past, kNew);
  CHECK(sent_texts(plan) == "q0 another a0 q1 a1");
  CHECK(reasons(plan) == "history not_current history history history");
}

TEST_CASE("where the current answer was not read, the first one with text counts") {
  StoredMemory past = conversation(1);  // the current answer came after the question replayed now
  past.messages[1].current = false;
  past.messages.push_back(answer(2, "t0", "second"));
  past.messages[2].current = false;
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "q0 a0");
  past.messages[1].text.clear();
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "q0 second");
}

TEST_CASE("a current answer without text is not replaced by an alternative") {
  StoredMemory past = conversation(1);
  past.messages[1].text.clear();
  past.messages.push_back(answer(2, "t0", "other"));
  past.messages[2].current = false;
  const ContextPlan plan = plan_context(asking(), past, kNew);
  CHECK(sent_texts(plan).empty());
  CHECK(reasons(plan) == "no_answer no_answer not_current");
}

// ---- marks -----------------------------------------------------------------------------------

TEST_CASE("an excluded message takes its whole turn out, and so does one left out for a replay") {
  StoredMemory past = conversation(3);
  past.messages[3].excluded = true;
  PlanRequest request = asking();
  request.without = {id_at(0)};
  const ContextPlan plan = plan_context(request, past, kNew);
  CHECK(sent_texts(plan) == "q2 a2");
  CHECK(reasons(plan) == "excluded excluded excluded excluded history history");
}

TEST_CASE("marks on an alternative that is not current change nothing") {
  StoredMemory past = conversation(1);
  past.messages.push_back(answer(2, "t0", "other"));
  past.messages[2].current = false;
  past.messages[2].excluded = true;
  CHECK(sent_texts(plan_context(asking(), past, kNew)) == "q0 a0");
}

TEST_CASE("a pinned message brings its whole turn in, in its place") {
  StoredMemory past = conversation(4);
  past.messages[2].pinned = true;
  const ContextPlan plan = plan_context(asking({MemoryStrategy::last_n, 2}), past, kNew);
  CHECK(sent_texts(plan) == "q1 a1 q3 a3");
  CHECK(reasons(plan) == "last_n last_n pinned pinned last_n last_n history history");
}

TEST_CASE("a pinned turn that would be sent anyway is plain history") {
  StoredMemory past = conversation(2);
  past.messages[0].pinned = true;
  CHECK(reasons(plan_context(asking(), past, kNew)) == "history history history history");
}

TEST_CASE("pinned turns older than what was read come first") {
  StoredMemory past = conversation(4);
  past.messages[0].pinned = true;
  past.older_pinned = {past.messages[0], past.messages[1]};
  past.messages.erase(past.messages.begin(), past.messages.begin() + 4);
  PlanRequest request = asking({MemoryStrategy::last_n, 2});
  request.stored_messages = 9;
  const ContextPlan plan = plan_context(request, past, kNew);
  CHECK(sent_texts(plan) == "q0 a0 q3 a3");
  CHECK(reasons(plan) == "pinned pinned last_n last_n history history");
  CHECK(plan.report.unlisted_messages == 2);
  CHECK(plan.report.unlisted_reason == ContextReason::last_n);
}

TEST_CASE("pinned turns get their room before newer ones, and the newest pinned one wins") {
  StoredMemory past = conversation(4);
  past.messages[0].pinned = true;
  past.messages[2].pinned = true;
  const ContextPlan two = plan_context(with_room(2 * kTurnTokens), past, kNew);
  CHECK(reasons(two) == "pinned pinned pinned pinned window window window window");
  const ContextPlan one = plan_context(with_room(kTurnTokens), past, kNew);
  CHECK(reasons(one) == "window window pinned pinned window window window window");
}

TEST_CASE("a pin does not bring in what has no answer") {
  StoredMemory past = conversation(1);
  past.messages[0].pinned = true;
  past.messages[1].text.clear();
  CHECK(reasons(plan_context(asking(), past, kNew)) == "no_answer no_answer");
}

// ---- last_n and token_budget -----------------------------------------------------------------

TEST_CASE("last_n counts messages and takes whole turns only") {
  const auto sent = [](int n) {
    return sent_texts(plan_context(asking({MemoryStrategy::last_n, n}), conversation(3), kNew));
  };
  CHECK(sent(1).empty());
  CHECK(sent(2) == "q2 a2");
  CHECK(sent(3) == "q2 a2");
  CHECK(sent(4) == "q1 a1 q2 a2");
  CHECK(sent(100) == "q0 a0 q1 a1 q2 a2");
}

TEST_CASE("last_n does not count turns that cannot be sent") {
  StoredMemory past = conversation(3);
  past.messages[3].text.clear();
  const ContextPlan plan = plan_context(asking({MemoryStrategy::last_n, 4}), past, kNew);
  CHECK(sent_texts(plan) == "q0 a0 q2 a2");
}

TEST_CASE("token_budget takes the newest turns that it has tokens for") {
  const MemoryChoice memory{MemoryStrategy::token_budget, 0, 2 * kTurnTokens + 1};
  const ContextPlan plan = plan_context(asking(memory), conversation(3), kNew);
  CHECK(sent_texts(plan) == "q1 a1 q2 a2");
  CHECK(reasons(plan) == "budget budget history history history history");
}

TEST_CASE("a budget above the window ends at the window") {
  const MemoryChoice memory{MemoryStrategy::token_budget, 0, 1000};
  const ContextPlan plan = plan_context(with_room(kTurnTokens, memory), conversation(2), kNew);
  CHECK(reasons(plan) == "window window history history");
}

// ---- summary ---------------------------------------------------------------------------------

TEST_CASE("a summary stands in for what it covers, after the instructions") {
  PlanRequest request = asking({MemoryStrategy::summary});
  request.instructions = "Be brief.";
  const ContextPlan plan = plan_context(request, summarized(conversation(3), 3, 4), kNew);
  CHECK(sent_texts(plan) == "q2 a2");
  CHECK(reasons(plan) == "summarized summarized summarized summarized history history");
  CHECK(plan.instructions == "Be brief.\n\nSummary of the earlier conversation:\nAlice has a dog.");
  REQUIRE(plan.report.summary);
  CHECK(plan.report.summary->text == "Alice has a dog.");
  CHECK(plan.report.summary->covers_to == id_at(3));
  CHECK(plan.report.summary->covered_messages == 4);
  CHECK_FALSE(plan.report.summary->made_now);
  CHECK(plan.report.estimated_tokens == estimate_message_tokens(plan.instructions) + kTurnTokens +
                                            estimate_message_tokens(kNew.text));
}

TEST_CASE("a pinned turn is sent word for word although a summary covers the others") {
  StoredMemory past = summarized(conversation(3), 3, 2);
  past.messages[0].pinned = true;
  const ContextPlan plan = plan_context(asking({MemoryStrategy::summary}), past, kNew);
  CHECK(reasons(plan) == "pinned pinned summarized summarized history history");
}

TEST_CASE("a summary that does not fit the window is left out with a note") {
  StoredMemory past = summarized(conversation(2), 1, 2);
  past.summary->text = std::string(4000, 'x');
  const ContextPlan plan =
      plan_context(with_room(kTurnTokens, {MemoryStrategy::summary}), past, kNew);
  CHECK(plan.instructions.empty());
  CHECK_FALSE(plan.report.summary);
  CHECK(plan.report.notes.size() == 1);
  CHECK(reasons(plan) == "window window history history");
}

TEST_CASE("a replay does not use a summary that knows too much") {
  PlanRequest request = asking({MemoryStrategy::summary});
  // Of messages that are newer than the question.
  const ContextPlan older = plan_context(request, summarized(conversation(2), 7, 8), kNew);
  CHECK(sent_texts(older) == "q0 a0 q1 a1");
  CHECK(older.instructions.empty());
  // Of a message that is to be left out.
  request.without = {id_at(0)};
  const ContextPlan without = plan_context(request, summarized(conversation(2), 3, 4), kNew);
  CHECK(sent_texts(without) == "q1 a1");
  CHECK(without.instructions.empty());
}

TEST_CASE("what is older than what was read is only called summarized if the summary saw as much") {
  PlanRequest request = asking({MemoryStrategy::summary});
  request.stored_messages = 4 + 1 + 30;
  CHECK(plan_context(request, summarized(conversation(2), 1, 32), kNew).report.unlisted_reason ==
        ContextReason::summarized);
  CHECK(plan_context(request, summarized(conversation(2), 1, 2), kNew).report.unlisted_reason ==
        ContextReason::window);
}

// ---- provider --------------------------------------------------------------------------------

TEST_CASE("only what the provider does not hold is sent, and the response to go on from") {
  StoredMemory past = held(conversation(3), 3);
  past.messages[0].pinned = true;  // said once is enough
  const ContextPlan plan = plan_context(asking({MemoryStrategy::provider}), past, kNew);
  CHECK(plan.previous_response_id == "resp_1");
  CHECK(plan.report.previous_response_id == "resp_1");
  CHECK(sent_texts(plan) == "q2 a2");
  CHECK(reasons(plan) == "provider_held provider_held provider_held provider_held history history");
}

TEST_CASE("a provider that holds nothing yet is sent everything") {
  const ContextPlan plan = plan_context(asking({MemoryStrategy::provider}), conversation(2), kNew);
  CHECK(plan.previous_response_id.empty());
  CHECK(sent_texts(plan) == "q0 a0 q1 a1");
  CHECK(plan.report.notes.empty());
}

TEST_CASE("what the provider holds is not used when it is not this conversation") {
  const auto sends_all = [](const PlanRequest& request, const StoredMemory& past) {
    const ContextPlan plan = plan_context(request, past, kNew);
    return plan.previous_response_id.empty() && plan.report.notes.size() == 1;
  };
  PlanRequest request = asking({MemoryStrategy::provider});
  CHECK(sends_all(request, held(conversation(2), 7)));  // newer than the replayed question
  StoredMemory chosen = held(conversation(2), 3);
  chosen.messages[3].current = false;
  chosen.messages.push_back(answer(4, "t1", "the current one"));
  CHECK(sends_all(request, chosen));
  request.without = {id_at(1)};
  CHECK(sends_all(request, held(conversation(2), 3)));
  request.without.clear();
  request.model = "another";
  CHECK(sends_all(request, held(conversation(2), 3)));
}

// ---- calibration and reading -----------------------------------------------------------------

TEST_CASE(
    "every estimate is corrected by the factor, and the sum without it is kept for learning") {
  PlanRequest request = asking();
  request.token_factor = 1.5;
  const ContextPlan plan = plan_context(request, conversation(1), kNew);
  CHECK(plan.report.items[0].estimated_tokens == 8);  // 5 * 1.5, rounded up
  CHECK(plan.uncalibrated_tokens == kTurnTokens + estimate_message_tokens(kNew.text));
}

TEST_CASE("so much is read that the window can be filled, and no more than is wanted") {
  PlanRequest request = asking();
  const std::size_t full = history_bytes_for(request);
  CHECK(full >= static_cast<std::size_t>(request.window_tokens) * 4);
  request.memory = {MemoryStrategy::token_budget, 0, 1000};
  CHECK(history_bytes_for(request) < full);
  CHECK(history_bytes_for(request) >= 4000);
  request.memory = {MemoryStrategy::last_n, 4};
  CHECK(history_bytes_for(request) < full);
  request.memory = {MemoryStrategy::summary};
  CHECK(history_bytes_for(request) >= full);
  request.mode = Mode::stateless;
  CHECK(history_bytes_for(request) <= 16 * 1024);
  request = asking();
  request.window_tokens = 2'000'000'000;
  CHECK(history_bytes_for(request) == 8 * 1024 * 1024);
}
