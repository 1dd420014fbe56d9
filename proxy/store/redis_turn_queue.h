// The line of each session's turns in Redis, shared by all proxies on it.
// Keys and promises: at the top of redis_turn_queue.cpp.
#pragma once

#include <memory>

#include "proxy/store/redis_client.h"
#include "proxy/store/turn_queue.h"

namespace magic {

std::unique_ptr<TurnQueue> make_redis_turn_queue(std::shared_ptr<RedisClient> redis,
                                                 TurnQueueOptions options = {});

}  // namespace magic
