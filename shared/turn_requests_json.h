// Comparisons and replays as JSON.
// Errors: bad_json, or invalid_field naming the field, also inside a lane ("lanes[1].memory.n").
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/chat_limits.h"
#include "shared/result.h"
#include "shared/turn_requests.h"

namespace magic {

// {"message","session_id","client_message_id","stream","lanes":[2 to 4 of
//   {"mode","provider","model","memory","instructions","max_output_tokens","temperature"}]}
// The same fields beside `lanes` are what every lane has that does not say otherwise; a lane with
// another provider does not take the model over. `stream` is true when absent.
std::string to_json(const CompareRequest& request);
Result<CompareRequest> compare_request_from_json(std::string_view json,
                                                 const ChatLimits& limits = {});

// The fields of a lane, each optional, and {"without","current","stream"}; `without` is a list of
// message ids, or one id.
std::string to_json(const ReplayRequest& request);
Result<ReplayRequest> replay_request_from_json(std::string_view json,
                                               const ChatLimits& limits = {});

}  // namespace magic
