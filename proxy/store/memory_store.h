// Conversations in this process' memory, gone with it: for tests. It keeps the same log as Redis
// does (message_log.h), so ids, paging and tails are the same.
#pragma once

#include <memory>

#include "proxy/base/clock.h"
#include "proxy/store/session_store.h"

namespace magic {

// `clock` must outlive the store; its monotonic time ends sessions.
std::unique_ptr<SessionStore> make_memory_store(const Clock& clock, int ttl_seconds);

}  // namespace magic
