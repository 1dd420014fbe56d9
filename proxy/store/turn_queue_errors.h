// What a turn that does not get its turn is told, the same by every kind of TurnQueue.
// Thread rule: pure functions.
#pragma once

#include "shared/result.h"

namespace magic {

// max_waiting turns wait already.
inline Error line_is_full() {
  return {ErrorCode::session_busy,
          "Too many messages of this conversation wait for their turn already: send this one again "
          "when some of them are answered.",
          {},
          true};
}

// It has waited for as long as it may.
inline Error waited_too_long() {
  return {ErrorCode::session_busy,
          "The messages of this conversation before this one are still being answered: send it "
          "again when they are done.",
          {},
          true};
}

inline Error cancelled_in_line() {
  return {ErrorCode::cancelled, "The turn was stopped while it waited for others."};
}

}  // namespace magic
