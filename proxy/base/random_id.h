// Ids that cannot be guessed.
// Thread rule: may be called from any thread.
#pragma once

#include <string>
#include <string_view>

namespace magic {

// "session_" and 128 random bits from the kernel, in hex. Whoever knows it may use the session.
std::string new_session_id();

// "turn_" and 64 random bits. Not derived from a message's id: those begin anew when a session is
// cleared, and an answer under way must not become the answer to another question.
std::string new_turn_id();

// `prefix` and 128 random bits: for an answer that is not kept under its id.
std::string new_answer_id(std::string_view prefix);

// "req_" and 64 random bits, for a request that came without an id of its own.
std::string new_request_id();

// 128 random bits in 32 hex digits, for the cookie by which an anonymous browser is known again.
std::string new_owner_secret();

// "place_" and 64 random bits: a place in a session's line (turn_queue.h).
std::string new_place_id();

}  // namespace magic
