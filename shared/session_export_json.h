// A session to take along and to bring back: GET /sessions/{id}/export, POST /sessions/import.
//
// {"format":"memory-magic/1","session":{...},"messages":[{message with its marks}]}
//
// What is brought in is checked as a whole, because it becomes a session that every other part
// relies on:
//  - 1 to 50000 messages, each with a role, a turn_id (1 to 64 of A-Z a-z 0-9 _ -) and a text
//    within its limit; a question is not empty and holds no NUL;
//  - a turn has at most one question (it may have been deleted), which comes before its answers; the
//    attempts of its answers differ; at most one of them is current;
//  - a message is not both pinned and excluded; times lie between the years 1970 and 9999.
// Errors: bad_json, or invalid_field naming the field ("messages[12].text").
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/chat_limits.h"
#include "shared/result.h"
#include "shared/session_types.h"

namespace magic {

std::string to_json(const SessionExport& session);
Result<SessionExport> session_export_from_json(std::string_view json,
                                               const ChatLimits& limits = {});

}  // namespace magic
