// One message to several lanes at once: the lanes, the comparison under way, and what came of it.
//
// Views read it; only its control changes it, by the functions here and in compare_lanes.h. Lanes
// stand still while a comparison runs, so that a lane's place is its number on the wire.
// No Dear ImGui, no I/O. Thread rule: UI thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/model/chat_event.h"
#include "client-wasm/model/chat_model.h"
#include "shared/turn_requests.h"

namespace magic {

enum class LaneState {
  idle,       // not asked yet
  waiting,    // asked, and nothing has come
  streaming,  // an answer is coming
  settled,    // as it will stay
};

// Where a lane's line in the chart stands after a comparison.
struct LanePoint {
  int comparison = 0;             // counted from 1
  std::int64_t input_tokens = 0;  // of this lane, in all comparisons since its line begins

  bool operator==(const LanePoint&) const = default;
};

struct CompareLane {
  int slot = 0;         // its letter and shape, A to D; stays when other lanes come and go
  LaneRequest request;  // how it will be asked next
  LaneState state = LaneState::idle;
  LaneRequest asked;  // how its answer was asked for
  Message answer;     // an empty id: not known to be stored
  std::optional<ContextReport> context;
  std::vector<LanePoint> points;  // begins anew when the lane is changed
  int revision = 0;               // grows with every change of what is shown of the answer
};

struct RunningComparison {
  int number = 0;  // unique while the program runs
  int ahead = 0;   // turns of the session that come first
  bool stopping = false;
};

struct CompareModel {
  bool open = false;
  std::string session_id;          // what is shown was asked there
  std::vector<CompareLane> lanes;  // in the order of their slots
  std::string draft;
  int draft_revision = 0;  // grows when something else than the field changes the draft
  std::optional<RunningComparison> running;
  std::string question, turn_id;  // of the last comparison; no turn: it is not known to be stored
  int comparisons = 0;            // that were stored since the session was opened
  std::optional<Error> refusal;   // why the last question, or the last choice, came to nothing
  std::optional<int> choosing;    // the slot whose answer is being made to count
  std::vector<ModelInfo> models;  // what can be chosen; empty: not known
  int last_number = 0;
};

// Why asking would do nothing now.
enum class CompareBlock {
  none,
  empty_draft,
  under_way,
  chat_is_busy,
  not_connected,
  none_available,  // every lane's provider is away
  locked,          // to this machine, and a lane leads to the cloud
};
CompareBlock compare_block(const CompareModel& model, const ChatModel& chat);

// A comparison to be started by the caller.
struct OutgoingComparison {
  int number = 0;
  CompareRequest request;
};
// Takes the draft. nullopt when compare_block() says why not.
std::optional<OutgoingComparison> begin_comparison(CompareModel& model, const ChatModel& chat);

// What happens, of the comparison with this number; others are ignored. A lane's end leaves the
// other lanes alone.
void apply_queued(CompareModel& model, int number, int ahead);
void apply(CompareModel& model, int number, int lane, const ChatEvent& event);
// Nothing more comes. Lanes that have not ended are ended; a question that was not stored goes back
// into the draft, with the reason.
void end_comparison(CompareModel& model, int number, const std::optional<Error>& error);

// Forgets questions and answers, and what was under way; the lanes stay.
void enter_session(CompareModel& model, std::string session_id);

// Not where the provider was away: then what is said to be sent never was.
bool was_sent(const CompareLane& lane);

// What the answer's request cost in input tokens, a summary that was made for it included: as the
// provider counted, else as we estimate.
std::int64_t input_tokens(const CompareLane& lane);

}  // namespace magic
