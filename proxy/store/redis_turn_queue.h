// The line of each session's turns in Redis, shared by all proxies on it.
// Keys and promises: at the top of redis_turn_queue.cpp.
#pragma once

#include <memory>

#include "proxy/store/redis_options.h"
#include "proxy/store/turn_queue.h"

namespace magic {

// Connects when it is first used: making a queue never fails. It has connections of its own, so
// that those who wait do not take the store's.
std::unique_ptr<TurnQueue> make_redis_turn_queue(RedisOptions redis, TurnQueueOptions options = {});

}  // namespace magic
