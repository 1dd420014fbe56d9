// Ids that cannot be guessed.
// Thread rule: may be called from any thread.
#pragma once

#include <string>

namespace magic {

// "session_" and 128 random bits from the kernel, in hex. Whoever knows it may use the session.
std::string new_session_id();

}  // namespace magic
