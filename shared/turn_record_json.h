// The record of a turn as JSON: GET /sessions/{id}/turns/{tid}.
//
// {"session_id","turn_id","status","question":{message} or null,
//  "answers":[{"answer":{message},
//    "request":{"mode","provider","memory"[,"model"][,"instructions"]...},
//    "context":{...},
//    "upstream":{"url","format","status","response_id","request_id","first_byte_ms","body_bytes",
//                "body_hash","attempts":[{"provider","status","error","waited_ms"}]},
//    "call":{"method","url","headers":{...},"body":"the exact text","exact","curl"} or null,
//    "call_note"}]}
// What is not known is null. `curl` is the call as a line for a shell; it is made from the rest.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/result.h"
#include "shared/turn_record.h"

namespace magic {

std::string to_json(const TurnRecord& record);
Result<TurnRecord> turn_record_from_json(std::string_view json);

}  // namespace magic
