// What happens in a session as server-sent events: name and data of each kind. docs/api.md lists
// them.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "proxy/store/live_feed.h"
#include "shared/chat_types.h"
#include "shared/session_types.h"

namespace magic {

// What an event does not carry itself, read when it is told.
struct LiveEventDetails {
  std::optional<Message> message;      // of message and marked; absent: deleted meanwhile
  std::optional<SessionInfo> session;  // of session; absent: gone meanwhile
};

// The whole event with its id. Empty: there is nothing left to tell.
std::string live_event_text(const LiveEvent& event, const LiveEventDetails& details);

}  // namespace magic
