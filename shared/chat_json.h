// The HTTP API's JSON, both directions, for the proxy and the UI. This file: POST /chat, its events
// and its failures; the headers below hold the other topics, and including this one gives them all.
//
// to_json functions give one line of UTF-8 without line breaks. from_json functions accept unknown
// fields (a newer peer may send them) and never throw. Shapes are shown beside each function; a
// field in [] may be absent.
// Field names and defaults of POST /chat, GET / and POST /clear-session are the original's
// (docs/api.md); everything else adds to them.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/chat_limits.h"
#include "shared/chat_types.h"
#include "shared/context_json.h"
#include "shared/message_json.h"
#include "shared/provider_json.h"
#include "shared/result.h"
#include "shared/session_export_json.h"
#include "shared/session_json.h"
#include "shared/turn_record_json.h"
#include "shared/turn_requests_json.h"

namespace magic {

// {"message","session_id","client_message_id","stream"} and the fields of a lane:
// {"mode","provider","model","memory","instructions","max_output_tokens","temperature"}
//   memory: {"strategy","n","tokens","keep_last"}, or the strategy's name alone; n is required for
//           last_n, tokens for token_budget, keep_last is optional for summary.
// Only `message` is required. Errors: bad_json, or invalid_field naming the field ("memory.n").
std::string to_json(const ChatRequest& request);
Result<ChatRequest> chat_request_from_json(std::string_view json, const ChatLimits& limits = {});

// {"response","mode","provider","session_id","message_count","status","model","usage","timing",
//  "context","message"}
std::string to_json(const ChatAnswer& answer);
Result<ChatAnswer> chat_answer_from_json(std::string_view json);

// {"session_id","turn_id","provider","model","user_message","context"}
std::string to_json(const TurnStart& start);
Result<TurnStart> turn_start_from_json(std::string_view json);

// {"text"} : the data of `delta` and `reasoning` events.
std::string text_piece_to_json(std::string_view text);
Result<std::string> text_piece_from_json(std::string_view json);

// {"ahead"} : the data of the `queued` event, turns of the session before this one.
std::string queued_to_json(int ahead);
Result<int> queued_from_json(std::string_view json);

// {"lane",...} : any of these events' data as one of a comparison's lanes, counted from 0. nullopt:
// the event is not of one lane.
std::string with_lane(std::string_view event_json, int lane);
std::optional<int> lane_from_json(std::string_view event_json);

// {"detail":"sentence","error":{"code","message","param","retryable"[,"retry_after_seconds"]}
//  [,"message":{...}]}
// Anything else that claims to be an error (a gateway's page, say) becomes ErrorCode::network.
std::string to_json(const ChatFailure& failure);
ChatFailure chat_failure_from_json(std::string_view json);

}  // namespace magic
