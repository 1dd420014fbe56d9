// The record of a turn, put together from what is stored: its question, its answers, and for each
// of them what was sent. The request's bytes are made again from the messages it was made of, and
// compared with the size and hash of those that were sent.
// Thread rule: may be called from any thread.
#pragma once

#include <string>

#include "proxy/chat/chat_parts.h"
#include "shared/turn_record.h"

namespace magic {

// not_found: no such turn.
Result<TurnRecord> view_turn(ChatParts& parts, const std::string& session_id,
                             const std::string& turn_id);

}  // namespace magic
