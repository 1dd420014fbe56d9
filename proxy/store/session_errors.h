// What a store's refusals are called in front of people, the same for every kind of it.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "shared/chat_limits.h"
#include "shared/result.h"

namespace magic {

inline Error no_such_session() { return not_found("There is no such session."); }
inline Error no_such_turn() { return not_found("There is no such turn in this session."); }
inline Error no_such_answer() { return not_found("That is not an answer of this turn."); }
inline Error no_such_message() { return not_found("There is no such message in this session."); }

inline Error session_exists() {
  return {ErrorCode::conflict, "There is a session with this id already."};
}
inline Error marks_full() {
  return {ErrorCode::conflict,
          "This session has as many marks as it can have: take some away first."};
}
inline Error attempts_full() {
  return {ErrorCode::conflict, "This question has been answered as often as it can be."};
}
inline Error session_full() {
  return {ErrorCode::conflict, "This session is as long as one can be, " +
                                   std::to_string(kMaxSessionMessages) + " messages or " +
                                   std::to_string(kMaxSessionBytes / 1024 / 1024) +
                                   " MiB. Begin a new one; this one stays as it is."};
}
inline Error changed_since() {
  return {ErrorCode::conflict, "Messages of this session were changed since this was made."};
}

}  // namespace magic
