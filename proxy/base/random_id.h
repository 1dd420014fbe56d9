// Ids that cannot be guessed.
// Thread rule: may be called from any thread.
#pragma once

#include <string>

namespace magic {

// "session_" and 128 random bits from the kernel, in hex. Whoever knows it may use the session.
std::string new_session_id();

// "turn_" and 64 random bits. Not derived from a message's id: those begin anew when a session is
// cleared, and an answer under way must not become the answer to another question.
std::string new_turn_id();

// "place_" and 64 random bits: a place in a session's line (turn_queue.h).
std::string new_place_id();

}  // namespace magic
