// One lane of a turn: what was asked for, and what it is planned to send.
// Thread rule: plain values and a pure function; a lane is used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "proxy/chat/providers_by_id.h"
#include "proxy/memory/context_plan.h"
#include "proxy/memory/token_calibration.h"
#include "proxy/providers/token_meter.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"

namespace magic {

// What all lanes of a turn have in common.
struct TurnInputs {
  std::string session_id;
  std::string request_id;
  std::shared_ptr<TokenMeter> meter;
  Message question;                  // as stored
  StoredMemory past;                 // before the question
  std::int64_t stored_messages = 0;  // in the session, the question included
  std::set<std::string> without;
  bool stream = false;
  std::int64_t accepted_ms = 0;  // monotonic
  std::int64_t queued_ms = 0;
};

struct Lane {
  LaneRequest request;
  int attempt = 0;
  UsableProvider with;           // with.slot is null exactly when the lane is refused
  std::optional<Error> refused;  // its provider is not available: the lane ends with this
  double token_factor = 1.0;
  int uncalibrated_tokens = 0;  // of what is sent, before the factor
  Prompt prompt;
  TurnStart start;
};

// How the lane's window is to be filled; `question` and `past` need not be known yet.
PlanRequest plan_request(const Lane& lane, const TurnInputs& inputs);

// Fills in prompt and start. `past` may differ from inputs.past, when something of it has just been
// made or has proved to be gone.
void plan_lane(Lane& lane, const TurnInputs& inputs, const StoredMemory& past,
               const TokenCalibration& calibration);

}  // namespace magic
