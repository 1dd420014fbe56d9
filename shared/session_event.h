// What happens in a session, as GET /sessions/{id}/events tells it.
// Thread rule: plain values.
#pragma once

#include <string>

#include "shared/chat_types.h"
#include "shared/session_types.h"

namespace magic {

struct SessionEvent {
  enum class Kind {
    message,    // `message` was stored
    delta,      // `text` was added to the answer `attempt` of `turn_id`
    reasoning,  // likewise, to its reasoning
    marked,     // `message` was pinned, excluded, or neither
    deleted,    // `message_id`
    chosen,     // `message_id` is now the answer that counts in `turn_id`
    session,    // its properties: `session`
    cleared,    // nothing is left of it
    expired,    // likewise, by its time to live
    missed,     // events were lost: read the session again
    unknown,    // of a newer proxy
  };

  Kind kind = Kind::unknown;
  Message message = {};
  SessionInfo session = {};
  std::string turn_id = {};  // of every kind that belongs to one turn
  std::string message_id = {};
  int attempt = 0;
  std::string text = {};
};

}  // namespace magic
