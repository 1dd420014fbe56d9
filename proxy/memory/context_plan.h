// Which stored messages a model is sent, and why the others are not. Pure: no store, no clock.
//
// What is common to all strategies is decided here: whole turns only; a turn whose current answer
// has no text (it failed, was stopped before the first word, or is still running) is left out, since
// a question without its answer would mislead the model, and so would an answer without its
// question; answers that ended as length, filtered, refused, cancelled, upstream_error or
// disconnected but have text are sent as they are. Only the current alternative of a turn is sent.
// A turn with an excluded message is left out whole; a pinned message brings its whole turn in,
// whatever the strategy leaves out, as far as the window holds. What remains is the strategy's to
// choose (memory_strategy.h), never beyond the model's window less the room for the answer; the
// oldest turns are left out first. past_turns.h says which answer of a turn counts.
//
// Pinned turns get their room first, the newest of them before the others; then come the newest
// turns that the strategy wants, up to the first that does not fit, because a conversation with a
// hole in the middle is worse than a shorter one. Without memory (mode stateless, strategy none)
// nothing but the new message is sent, pinned or not: that mode is the user's explicit word.
// What a provider holds is not sent again, pinned or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/provider.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"

namespace magic {

struct PlanRequest {
  Mode mode = Mode::stateless;
  MemoryChoice memory;
  std::string_view instructions;
  std::string_view model;
  int window_tokens = 0;
  int answer_tokens = 0;             // kept free
  double token_factor = 1.0;         // calibration: real tokens per estimated token, for this model
  std::int64_t stored_messages = 0;  // in the session, the new message included
  std::set<std::string> without;     // ids of messages to leave out, as if excluded
};

inline bool is_stateless(const PlanRequest& request) {
  return request.mode == Mode::stateless || request.memory.strategy == MemoryStrategy::none;
}

struct ContextPlan {
  std::vector<PromptMessage> messages;  // oldest first, the new message last
  std::string instructions;             // the request's, and the summary where one is sent
  std::string previous_response_id;
  int uncalibrated_tokens = 0;  // report.estimated_tokens without token_factor: what
                                // TokenCalibration::learn wants
  ContextReport report;
};

// `past` is what is older than `new_message`; for a replay, older than the question. In the report,
// summary->made_now, model and usage are for the caller to fill in.
ContextPlan plan_context(const PlanRequest& request, const StoredMemory& past,
                         const Message& new_message);

// What must be summarized before the turn can be planned with strategy `summary`.
struct SummaryJob {
  std::string instructions;             // the system text for the model that summarizes
  std::vector<PromptMessage> messages;  // one user message with everything in it
  std::string covers_to;
  std::int64_t covered_messages = 0;
};

// nullopt: nothing is due. With summary, turns are kept word for word until they are twice
// keep_last messages; then all but the last keep_last are folded into the summary, the oldest
// first, as many as fit the model's window in one job: the next turn goes on from there.
// Not folded are turns that are not sent anyway (excluded, no answer), those that are pinned, since
// they are sent word for word, and those whose answer was made by a replay so late that it stands
// behind turns which are kept. Nothing is due in a replay that leaves messages out (`without`), or
// whose question is older than what the summary knows: the summary is the session's, not its.
std::optional<SummaryJob> summary_due(const PlanRequest& request, const StoredMemory& past);

// How much of a session's end must be read so that plan_context can fill the window; at most
// kMostHistoryBytes.
inline constexpr std::size_t kMostHistoryBytes = std::size_t{8} * 1024 * 1024;
std::size_t history_bytes_for(const PlanRequest& request);

}  // namespace magic
