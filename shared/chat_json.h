// The HTTP API's JSON, both directions, for the proxy and the UI; and the JSON of a stored message.
//
// to_json functions give one line of UTF-8 without line breaks. from_json functions accept unknown
// fields (a newer peer may send them) and never throw. Shapes are shown beside each function.
// Field names and defaults of POST /chat, GET / and POST /clear-session are the original's
// (docs/api.md); everything else adds to them.
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/chat_types.h"
#include "shared/provider_types.h"
#include "shared/result.h"

namespace magic {

struct ChatLimits {
  std::size_t max_message_bytes = 131072;
  std::size_t max_instructions_bytes = 131072;
};

// {"message","mode","provider","session_id","stream","model","instructions","max_output_tokens",
//  "temperature"}; only `message` is required. Errors: bad_json, or invalid_field naming the field.
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

// {"detail":"sentence","error":{"code","message","param","retryable"}[,"message":{...}]}
// Anything else that claims to be an error (a gateway's page, say) becomes ErrorCode::network.
std::string to_json(const ChatFailure& failure);
ChatFailure chat_failure_from_json(std::string_view json);

// {"status":"running","app","version","modes","providers","services_available","redis",
//  "availability":{"<provider>":{"available","reason","model","window_tokens"}}}
std::string to_json(const Health& health);
Result<Health> health_from_json(std::string_view json);

// {"session_id","messages":[...],"total","next","ttl_seconds"}
std::string to_json(const MessagePage& page);
Result<MessagePage> message_page_from_json(std::string_view json);

// {"session_id"} ; status and message are the original's.
std::string clear_request_to_json(std::string_view session_id);
Result<std::string> clear_request_from_json(std::string_view json);
std::string cleared_json();

// {"id","turn_id","role","text","status","mode","provider","model","created_at_ms"
//  [,"reasoning"][,"usage"][,"timing"][,"error"]}
std::string to_json(const Message& message);
// A stored line carries no id (its place in the log is its id); `id` is empty then.
Result<Message> message_from_json(std::string_view json);

}  // namespace magic
