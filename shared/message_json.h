// A message as JSON, stored and on the wire: one line of UTF-8 without line breaks.
//
// {"id","turn_id","role","text"[,"reasoning"],"status","mode","provider","model","created_at_ms"
//  [,"attempt"][,"usage"][,"timing"][,"cost_usd"][,"error"][,"pinned"][,"excluded"][,"current"]}
//   usage:  {"input_tokens","output_tokens","cached_tokens","reasoning_tokens"}, each when known
//   timing: {"first_token_ms","total_ms","tokens_per_second","queued_ms","first_byte_ms"},
//           all but total_ms when known
// attempt is there above 0, pinned and excluded when true, current when false. A stored line holds
// neither marks nor an id: its place in the log is its id, and marks change. `id` is empty then.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

std::string to_json(const Message& message);
Result<Message> message_from_json(std::string_view json);

}  // namespace magic
