// Live events through Redis (5 or newer): one stream per session, one for requests to cancel.
#pragma once

#include <memory>

#include "proxy/store/live_feed.h"
#include "proxy/store/redis_options.h"

namespace magic {

// Connects by itself, and again whenever that is needed: making a feed never fails.
std::unique_ptr<LiveFeed> make_redis_live_feed(RedisOptions options);

}  // namespace magic
