#include "client-wasm/model/tour.h"
#include "client-wasm/words/say.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

template <class Run>
auto* find_running(Run& run) {
  const auto it = std::find_if(run.steps.begin(), run.steps.end(), [](const TourStepRun& step) {
    return step.verdict == TourVerdict::running;
  });
  return it == run.steps.end() ? nullptr : &*it;
}

void end_run(TourRun& run, TourVerdict verdict, std::string reason) {
  run.verdict = verdict;
  run.reason = std::move(reason);
}

// The first step that is not as expected is the run's reason.
void end_when_done(TourRun& run) {
  const auto has_ended = [](const TourStepRun& step) {
    return step.verdict && step.verdict != TourVerdict::running;
  };
  if (!std::all_of(run.steps.begin(), run.steps.end(), has_ended)) return;
  const auto failed = std::find_if(run.steps.begin(), run.steps.end(), [](const TourStepRun& step) {
    return step.verdict == TourVerdict::failed;
  });
  if (failed == run.steps.end())
    end_run(run, TourVerdict::passed, "");
  else
    end_run(run, TourVerdict::failed, failed->reason);
}

void fail_step(TourRun& run, TourStepRun& step, const std::string& reason) {
  step.verdict = TourVerdict::failed;
  step.reason = reason;
  end_run(run, TourVerdict::failed, reason);
}

MessagePatchRequest patch_of(TourStepKind kind) {
  switch (kind) {
    case TourStepKind::pin:
      return {.pinned = true, .excluded = {}};
    case TourStepKind::exclude:
      return {.pinned = {}, .excluded = true};
    case TourStepKind::unmark:
    case TourStepKind::say:
      break;
  }
  return {.pinned = false, .excluded = false};
}

ChatRequest request_of(const TourStep& step, const TourRun& run, ProviderId provider) {
  ChatRequest request;
  request.message = step.say;
  request.mode = step.mode;
  request.provider = provider;
  request.memory = step.memory;
  request.session_id = run.session_id;
  request.stream = true;
  return request;
}

}  // namespace

std::optional<ProviderId> other_provider(const Health& health, ProviderId chosen) {
  for (const ProviderId id : {ProviderId::ollama, ProviderId::demo, ProviderId::chatgpt})
    for (const ProviderStatus& status : health.providers)
      if (status.id == id && id != chosen && status.available) return id;
  return std::nullopt;
}

std::string why_skipped(const TourScenario& scenario, ProviderId chosen,
                        std::optional<ProviderId> other) {
  if (scenario.only_with && *scenario.only_with != chosen) {
    switch (*scenario.only_with) {
      case ProviderId::chatgpt:
        return say(Word::needs_chatgpt);
      case ProviderId::ollama:
        return say(Word::needs_ollama);
      case ProviderId::demo:
        return say(Word::needs_demo);
    }
  }
  if (scenario.needs_two_providers && !other) return say(Word::needs_two);
  return {};
}

std::string tour_session_title(const TourScenario& scenario) {
  return say(Word::tour_session, {scenario.title});
}

TourRun begin_run(const TourScenario& scenario, ProviderId chosen,
                  std::optional<ProviderId> other) {
  TourRun run;
  run.provider = chosen;
  run.other = other;
  run.steps.resize(scenario.steps.size());
  std::string why = why_skipped(scenario, chosen, other);
  if (!why.empty()) end_run(run, TourVerdict::skipped, std::move(why));
  return run;
}

void take_session(TourRun& run, const Result<std::string>& session_id) {
  if (run.verdict != TourVerdict::running) return;
  if (session_id)
    run.session_id = session_id.value();
  else
    end_run(run, TourVerdict::failed, say(Word::tour_no_session, {session_id.error().message}));
}

TourOrder next_order(const TourScenario& scenario, TourRun& run) {
  if (run.verdict != TourVerdict::running || run.session_id.empty() || find_running(run)) return {};
  const auto next = std::find_if(run.steps.begin(), run.steps.end(),
                                 [](const TourStepRun& step) { return !step.verdict; });
  if (next == run.steps.end()) return {};
  const TourStep& step = scenario.steps[static_cast<std::size_t>(next - run.steps.begin())];
  next->verdict = TourVerdict::running;
  if (step.kind != TourStepKind::say)
    return TourMark{run.steps[step.target].message_id, patch_of(step.kind)};
  next->provider =
      step.provider == TourProvider::other ? run.other.value_or(run.provider) : run.provider;
  return request_of(step, run, next->provider);
}

void take_event(const TourScenario& scenario, TourRun& run, const ChatEvent& event) {
  TourStepRun* step = find_running(run);
  if (step == nullptr) return;
  if (const auto* started = std::get_if<TurnStarted>(&event)) {
    step->message_id = started->start.user_message.id;
    step->turn_id = started->start.user_message.turn_id;
  } else if (const auto* piece = std::get_if<TextPiece>(&event)) {
    step->answer += piece->text;
  } else if (const auto* done = std::get_if<TurnDone>(&event)) {
    const auto index = static_cast<std::size_t>(step - run.steps.data());
    step->answer = done->answer.message.text;
    step->provider = done->answer.message.provider;  // another one may have stood in
    if (done->answer.message.status == Ending::cancelled) return stop_run(run);
    const TourCheck check = check_answer(scenario.steps[index].expect, done->answer, run.steps);
    step->verdict = check.passed ? TourVerdict::passed : TourVerdict::failed;
    step->reason = check.reason;
    end_when_done(run);
  } else if (const auto* failed = std::get_if<TurnFailed>(&event)) {
    if (failed->failure.error.code == ErrorCode::cancelled) return stop_run(run);
    fail_step(run, *step, failed->failure.error.message);
  } else if (std::holds_alternative<TurnStopped>(event)) {
    stop_run(run);
  }
}

void take_marked(TourRun& run, const Status& status) {
  TourStepRun* step = find_running(run);
  if (step == nullptr) return;
  if (!status) return fail_step(run, *step, say(Word::tour_mark_refused, {status.error().message}));
  step->verdict = TourVerdict::passed;
  end_when_done(run);
}

void stop_run(TourRun& run) {
  if (run.verdict != TourVerdict::running) return;
  if (TourStepRun* step = find_running(run)) step->verdict = TourVerdict::stopped;
  end_run(run, TourVerdict::stopped, say(Word::tour_you_stopped));
}

const TourStepRun* running_step(const TourRun& run) { return find_running(run); }

std::string memory_of(const TourStep& step) {
  if (step.mode == Mode::stateless) return say(Word::memory_is_off);
  switch (step.memory.strategy) {
    case MemoryStrategy::none:
      return say(Word::memory_is_off);
    case MemoryStrategy::full:
      return say(Word::memory_is_on);
    case MemoryStrategy::last_n:
      return say(Word::step_last_n, {std::to_string(step.memory.n)});
    case MemoryStrategy::token_budget:
      return say(Plural::tokens, step.memory.tokens, {std::to_string(step.memory.tokens)});
    case MemoryStrategy::summary:
      return say(Word::step_summary, {std::to_string(step.memory.keep_last)});
    case MemoryStrategy::provider:
      return say(Word::step_provider);
  }
  return {};
}

std::string what_is_done(const TourStep& step) {
  const std::string number = std::to_string(step.target + 1);
  switch (step.kind) {
    case TourStepKind::say:
      return step.say;
    case TourStepKind::pin:
      return say(Word::step_pin, {number});
    case TourStepKind::exclude:
      return say(Word::step_exclude, {number});
    case TourStepKind::unmark:
      return say(Word::step_unmark, {number});
  }
  return {};
}

TourCount count_verdicts(const TourModel& model) {
  TourCount count;
  for (const std::optional<TourRun>& run : model.runs) {
    if (!run) continue;
    count.passed += run->verdict == TourVerdict::passed ? 1 : 0;
    count.failed += run->verdict == TourVerdict::failed ? 1 : 0;
    count.skipped += run->verdict == TourVerdict::skipped ? 1 : 0;
    count.stopped += run->verdict == TourVerdict::stopped ? 1 : 0;
  }
  return count;
}

std::string said(const TourCount& count) {
  std::string words;
  const auto add = [&](int n, Word what) {
    if (n == 0) return;
    words += (words.empty() ? "" : ", ") + say(what, {std::to_string(n)});
  };
  add(count.passed, Word::counted_passed);
  add(count.failed, Word::counted_failed);
  add(count.skipped, Word::counted_skipped);
  add(count.stopped, Word::counted_stopped);
  return words;
}

}  // namespace magic
