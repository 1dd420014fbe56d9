#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

#include "client-wasm/model/tour.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

TourStep say(std::string text, TourExpectation expect = {}) {
  TourStep step;
  step.say = std::move(text);
  step.expect = std::move(expect);
  return step;
}

TourStep mark(TourStepKind kind, std::size_t target) {
  TourStep step;
  step.kind = kind;
  step.target = target;
  return step;
}

TourScenario scenario_of(std::vector<TourStep> steps) {
  TourScenario scenario;
  scenario.id = "example";
  scenario.title = "Example";
  scenario.steps = std::move(steps);
  return scenario;
}

TourRun begun(const TourScenario& scenario) {
  TourRun run = begin_run(scenario, ProviderId::demo, ProviderId::ollama);
  take_session(run, std::string("session_of_tour"));
  return run;
}

// The step that was begun is stored as `id` and answered.
void answer(const TourScenario& scenario, TourRun& run, const std::string& id,
            const std::string& text, std::vector<ContextItem> items = {}) {
  take_event(scenario, run, started(id, "question"));
  TurnDone end = done(id + "a", id, text);
  end.answer.context.items = std::move(items);
  take_event(scenario, run, end);
}

ChatAnswer answer_of(const std::string& text) { return done("2", "1", text).answer; }

}  // namespace

TEST_CASE("a run says one step after another in its own session and passes with the last") {
  TourScenario scenario =
      scenario_of({say("My name is Bob"), say("What's my name?", {{"Bob"}, {}, {}, {}})});
  scenario.steps[1].mode = Mode::stateful;
  scenario.steps[1].memory = {.strategy = MemoryStrategy::last_n, .n = 2};
  TourRun run = begun(scenario);

  const TourOrder first = next_order(scenario, run);
  REQUIRE(std::holds_alternative<ChatRequest>(first));
  CHECK(std::get<ChatRequest>(first).message == "My name is Bob");
  CHECK(std::get<ChatRequest>(first).session_id == "session_of_tour");
  CHECK(std::get<ChatRequest>(first).provider == ProviderId::demo);
  CHECK(std::get<ChatRequest>(first).mode == Mode::stateless);
  CHECK(std::get<ChatRequest>(first).stream);
  // Nothing is said before the answer is there.
  CHECK(std::holds_alternative<std::monostate>(next_order(scenario, run)));
  answer(scenario, run, "1", "Hello Bob");
  CHECK(run.verdict == TourVerdict::running);

  const TourOrder second = next_order(scenario, run);
  REQUIRE(std::holds_alternative<ChatRequest>(second));
  CHECK(std::get<ChatRequest>(second).mode == Mode::stateful);
  CHECK(std::get<ChatRequest>(second).memory.n == 2);
  answer(scenario, run, "2", "Your name is BOB.");
  CHECK(run.verdict == TourVerdict::passed);
  CHECK(run.steps[1].reason == "The answer names Bob.");
  CHECK(std::holds_alternative<std::monostate>(next_order(scenario, run)));
}

TEST_CASE("the answer of a step grows while it comes") {
  const TourScenario scenario = scenario_of({say("Hi")});
  TourRun run = begun(scenario);
  next_order(scenario, run);
  take_event(scenario, run, started("1", "Hi"));
  take_event(scenario, run, TextPiece{"Hel"});
  take_event(scenario, run, TextPiece{"lo"});
  REQUIRE(running_step(run) != nullptr);
  CHECK(running_step(run)->answer == "Hello");
  CHECK(running_step(run)->turn_id == started("1", "Hi").start.user_message.turn_id);
}

TEST_CASE("a failed expectation is told in words, and the steps after it are still shown") {
  const TourScenario scenario =
      scenario_of({say("What's my name?", {{"Bob", "Robert"}, {}, {}, {}}), say("Bye")});
  TourRun run = begun(scenario);
  next_order(scenario, run);
  answer(scenario, run, "1", "I don't\nknow.");
  CHECK(run.steps[0].verdict == TourVerdict::failed);
  CHECK(run.verdict == TourVerdict::running);
  next_order(scenario, run);
  answer(scenario, run, "2", "Bye");
  CHECK(run.verdict == TourVerdict::failed);
  CHECK(run.reason == "Expected the answer to name Bob or Robert; it said \"I don't know.\"");
}

TEST_CASE("what must not be named is looked for in any case of letters") {
  const TourExpectation expect{{}, {"Alice"}, {}, {}};
  CHECK(check_answer(expect, answer_of("I don't know."), {}).passed);
  CHECK(check_answer(expect, answer_of("I don't know."), {}).reason ==
        "The answer does not name Alice.");
  const TourCheck failed = check_answer(expect, answer_of("It is ALICE."), {});
  CHECK_FALSE(failed.passed);
  CHECK(failed.reason == "Expected the answer not to name Alice; it said \"It is ALICE.\"");
}

TEST_CASE("an answer without text is no proof of having forgotten") {
  CHECK_FALSE(check_answer({{}, {"Alice"}, {}, {}}, answer_of(""), {}).passed);
}

TEST_CASE("what the model was sent is checked too, by the steps' messages") {
  const TourScenario scenario =
      scenario_of({say("One"), say("Two"), say("Which?", {{}, {}, {1}, {0}})});
  const auto run_with = [&](bool first_sent, bool second_sent) {
    TourRun run = begun(scenario);
    for (const char* id : {"1", "2"}) {
      next_order(scenario, run);
      answer(scenario, run, id, "Fine");
    }
    next_order(scenario, run);
    answer(scenario, run, "3", "Fine",
           {{.message_id = "1", .sent = first_sent}, {.message_id = "2", .sent = second_sent}});
    return run;
  };
  CHECK(run_with(false, true).verdict == TourVerdict::passed);
  CHECK(run_with(true, true).reason ==
        "Expected the message of step 1 not to be sent to the model; it was.");
  CHECK(run_with(false, false).reason ==
        "Expected the message of step 2 to be sent to the model; it was not.");
}

TEST_CASE("marking takes the message that the earlier step stored") {
  const TourScenario scenario =
      scenario_of({say("One"), mark(TourStepKind::pin, 0), mark(TourStepKind::exclude, 0),
                   mark(TourStepKind::unmark, 0)});
  TourRun run = begun(scenario);
  next_order(scenario, run);
  answer(scenario, run, "m7", "Fine");
  const auto next_mark = [&] {
    const TourOrder order = next_order(scenario, run);
    REQUIRE(std::holds_alternative<TourMark>(order));
    CHECK(std::get<TourMark>(order).message_id == "m7");
    take_marked(run, success());
    return std::get<TourMark>(order).patch;
  };
  CHECK(next_mark() == MessagePatchRequest{true, {}});
  CHECK(next_mark() == MessagePatchRequest{{}, true});
  CHECK(next_mark() == MessagePatchRequest{false, false});
  CHECK(run.verdict == TourVerdict::passed);
}

TEST_CASE("what cannot be carried out ends the run with the reason") {
  const TourScenario scenario = scenario_of({say("One"), mark(TourStepKind::pin, 0)});
  TourRun refused = begun(scenario);
  next_order(scenario, refused);
  take_event(scenario, refused, failed(ErrorCode::store_unavailable, "Redis is away."));
  CHECK(refused.verdict == TourVerdict::failed);
  CHECK(refused.reason == "Redis is away.");
  CHECK(std::holds_alternative<std::monostate>(next_order(scenario, refused)));

  TourRun unmarked = begun(scenario);
  next_order(scenario, unmarked);
  answer(scenario, unmarked, "1", "Fine");
  next_order(scenario, unmarked);
  take_marked(unmarked, not_found("It is gone."));
  CHECK(unmarked.reason == "The mark was refused. It is gone.");

  TourRun homeless = begin_run(scenario, ProviderId::demo, {});
  take_session(homeless, store_unavailable("Redis is away."));
  CHECK(homeless.verdict == TourVerdict::failed);
  CHECK(homeless.reason == "No session could be made. Redis is away.");
}

TEST_CASE("a stopped run keeps what it has, and what comes later changes nothing") {
  const TourScenario scenario = scenario_of({say("One", {{"x"}, {}, {}, {}}), say("Two")});
  TourRun run = begun(scenario);
  next_order(scenario, run);
  take_event(scenario, run, TextPiece{"Hel"});
  stop_run(run);
  CHECK(run.verdict == TourVerdict::stopped);
  CHECK(run.steps[0].verdict == TourVerdict::stopped);
  CHECK(run.steps[0].answer == "Hel");
  answer(scenario, run, "1", "Hello");
  CHECK(run.verdict == TourVerdict::stopped);
  CHECK(run.steps[0].answer == "Hel");
}

TEST_CASE("a turn that somebody else cancelled counts as stopped, not as forgotten") {
  const TourScenario scenario = scenario_of({say("One", {{}, {"Alice"}, {}, {}})});
  TourRun run = begun(scenario);
  next_order(scenario, run);
  TurnDone end = done("2", "1", "I do");
  end.answer.message.status = Ending::cancelled;
  take_event(scenario, run, end);
  CHECK(run.verdict == TourVerdict::stopped);
}

TEST_CASE("a scenario is skipped where it cannot be shown, with what it needs") {
  TourScenario scenario = scenario_of({say("One")});
  scenario.only_with = ProviderId::chatgpt;
  CHECK(begin_run(scenario, ProviderId::demo, {}).verdict == TourVerdict::skipped);
  CHECK(begin_run(scenario, ProviderId::demo, {}).reason == "Needs ChatGPT: run the tour with it.");
  CHECK(begin_run(scenario, ProviderId::chatgpt, {}).verdict == TourVerdict::running);
  scenario.only_with.reset();
  scenario.needs_two_providers = true;
  CHECK(begin_run(scenario, ProviderId::demo, {}).reason ==
        "Needs a second provider: connect ChatGPT or Ollama.");
  CHECK(begin_run(scenario, ProviderId::demo, ProviderId::ollama).verdict == TourVerdict::running);
}

TEST_CASE("the other provider is an available one, rather local than in the cloud") {
  Health health = all_available();
  CHECK(other_provider(health, ProviderId::demo) == ProviderId::ollama);
  CHECK(other_provider(health, ProviderId::ollama) == ProviderId::demo);
  health.providers[1].available = false;
  CHECK(other_provider(health, ProviderId::demo) == ProviderId::chatgpt);
  health.providers[0].available = false;
  CHECK_FALSE(other_provider(health, ProviderId::demo));
}

TEST_CASE("a step for the other provider goes to it, or to the chosen one where there is none") {
  TourScenario scenario = scenario_of({say("One")});
  scenario.steps[0].provider = TourProvider::other;
  const auto asked = [&](std::optional<ProviderId> other) {
    TourRun run = begin_run(scenario, ProviderId::demo, other);
    take_session(run, std::string("s"));
    return std::get<ChatRequest>(next_order(scenario, run)).provider;
  };
  CHECK(asked(ProviderId::ollama) == ProviderId::ollama);
  CHECK(asked({}) == ProviderId::demo);
}

TEST_CASE("the verdicts are counted in words") {
  TourModel model;
  CHECK(said(count_verdicts(model)).empty());
  for (const TourVerdict verdict : {TourVerdict::passed, TourVerdict::passed, TourVerdict::failed,
                                    TourVerdict::skipped, TourVerdict::running})
    model.runs.emplace_back(TourRun{}).value().verdict = verdict;
  model.runs.emplace_back();
  CHECK(said(count_verdicts(model)) == "2 passed, 1 failed, 1 skipped");
}

TEST_CASE("a long text is shortened by characters and put on one line") {
  CHECK(shortened("one\ntwo", 20) == "one two");
  CHECK(shortened("äöüß", 4) == "äöüß");
  CHECK(shortened("äöüßx", 4) == "äöüß…");
}
