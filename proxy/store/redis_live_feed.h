// Live events through Redis (5 or newer): one stream per session, one for requests to cancel.
#pragma once

#include <memory>

#include "proxy/store/live_feed.h"
#include "proxy/store/redis_client.h"

namespace magic {

// It reads with one connection of its own, which waits in Redis for what comes.
std::unique_ptr<LiveFeed> make_redis_live_feed(std::shared_ptr<RedisClient> redis);

}  // namespace magic
