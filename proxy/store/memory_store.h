// Conversations in this process' memory, gone with it: for tests. It keeps the same log as Redis
// does (message_log.h), so ids, paging and what fits are the same.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "proxy/base/clock.h"
#include "proxy/store/live_feed.h"
#include "proxy/store/session_store.h"

namespace magic {

// `clock` must outlive the store; its monotonic time ends sessions.
// `on_event` is told of every change, without ids, in the order in which the changes were made. It
// is called with the store locked, so it must not call the store.
std::unique_ptr<SessionStore> make_memory_store(
    const Clock& clock, int ttl_seconds,
    std::function<void(const std::string& session_id, LiveEvent)> on_event = {});

}  // namespace magic
