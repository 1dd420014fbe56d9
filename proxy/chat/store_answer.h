// Stores the answer that a turn has come to.
//
// A proxy that was cut off from Redis, or stopped, for longer than its place in line lives, passes
// for dead: another one has then stored what had come of its answer (lost_turns.h). Its own answer
// must not be dropped for that: it becomes a further attempt, and the current one.
// Thread rule: may be called from any thread; blocks on the store.
#pragma once

#include <string>

#include "proxy/store/session_store.h"

namespace magic {

// Errors: those of SessionStore::append_answer. `answer` gets the number of the attempt it became.
Result<Appended> store_answer(SessionStore& store, const std::string& session_id,
                              NewAnswer& answer);

}  // namespace magic
