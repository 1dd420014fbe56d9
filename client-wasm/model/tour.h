// The tour: which scenarios there are, how the runs of them go, and their verdicts. A run is a pure
// state machine: next_order() says what is to be asked of the proxy, and the functions below it
// take what came of that.
//
// Views and the tour command read it; only tour_runner.h and its part's control change it. No Dear
// ImGui, no I/O. Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client-wasm/model/chat_event.h"
#include "shared/chat_types.h"
#include "shared/provider_types.h"
#include "shared/session_requests.h"
#include "shared/tour.h"

namespace magic {

enum class TourVerdict {
  running,  // of a step: asked, and not answered yet
  passed,
  failed,   // not as expected, or it could not be carried out: the reason says which
  skipped,  // cannot be shown here: the reason says what it needs
  stopped,  // by the person
};

struct TourStepRun {
  // Absent: not begun. A step without expectations passes when it is carried out.
  std::optional<TourVerdict> verdict;
  std::string reason;  // of a verdict on expectations or of a failure; a sentence
  ProviderId provider = ProviderId::demo;
  std::string answer;      // so far
  std::string message_id;  // of the question as stored
  std::string turn_id;
};

struct TourRun {
  ProviderId provider = ProviderId::demo;
  std::optional<ProviderId> other;  // absent: there is no other one
  std::string session_id;           // empty: not made yet
  TourVerdict verdict = TourVerdict::running;
  std::string reason;              // why it did not pass; empty when it did
  std::vector<TourStepRun> steps;  // as many as the scenario has
};

struct TourModel {
  bool open = false;
  std::vector<TourScenario> scenarios;
  std::vector<std::optional<TourRun>> runs;  // the last one of each scenario
  std::optional<std::size_t> running;        // index of the scenario
  std::vector<std::size_t> waiting;          // those that run after it, in order
  std::optional<std::size_t> looked_at;      // the one that was run by itself
  std::optional<ProviderId> provider;        // absent: the chat's
};

// ---- where and with whom ------------------------------------------------------------------------

// Another provider that is available, a local one rather than one in the cloud.
std::optional<ProviderId> other_provider(const Health& health, ProviderId chosen);
// Why the scenario cannot be shown with this provider, and what it needs; empty: it can.
std::string why_skipped(const TourScenario& scenario, ProviderId chosen,
                        std::optional<ProviderId> other);
// "Tour: Memory toggle": the title of the session that a run uses.
std::string tour_session_title(const TourScenario& scenario);

// ---- a run --------------------------------------------------------------------------------------

// A skipped one has ended already. The others go on with a session of their own.
TourRun begin_run(const TourScenario& scenario, ProviderId chosen, std::optional<ProviderId> other);
void take_session(TourRun& run, const Result<std::string>& session_id);

struct TourMark {
  std::string message_id;
  MessagePatchRequest patch;
};
// What is to be done now; it counts as begun. monostate: nothing, the run has ended or waits.
using TourOrder = std::variant<std::monostate, ChatRequest, TourMark>;
TourOrder next_order(const TourScenario& scenario, TourRun& run);

// What came of it. A step that is not as expected does not end the run; one that could not be
// carried out does.
void take_event(const TourScenario& scenario, TourRun& run, const ChatEvent& event);
void take_marked(TourRun& run, const Status& status);
void stop_run(TourRun& run);

// The step that was begun and has not ended; nullptr: none.
const TourStepRun* running_step(const TourRun& run);

// ---- verdicts -----------------------------------------------------------------------------------

struct TourCheck {
  bool passed = true;
  std::string reason;  // "The answer names Bob.", "Expected the answer to name Bob; it said ..."
};
// Whether an answer is as expected. `questions` are the message ids of the run's steps.
TourCheck check_answer(const TourExpectation& expect, const ChatAnswer& answer,
                       const std::vector<TourStepRun>& steps);

struct TourCount {
  int passed = 0, failed = 0, skipped = 0, stopped = 0;
};
TourCount count_verdicts(const TourModel& model);
// "7 passed, 1 failed, 1 skipped"; empty when nothing has run.
std::string said(const TourCount& count);

// What a step sends besides its message: "memory off", "the last 2 messages".
std::string memory_of(const TourStep& step);
// What is done in it: its message, or "Pin the message of step 1."
std::string what_is_done(const TourStep& step);

// On one line, with an ellipsis where it was cut.
std::string shortened(const std::string& text, std::size_t max_characters);

}  // namespace magic
