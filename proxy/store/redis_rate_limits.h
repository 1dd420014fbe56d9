// What callers have had, in Redis, shared by all proxies on it.
// Keys and promises: at the top of redis_rate_limits.cpp.
#pragma once

#include <memory>

#include "proxy/store/rate_limits.h"
#include "proxy/store/redis_options.h"

namespace magic {

// Connects when it is first used: making it never fails.
std::unique_ptr<RateLimits> make_redis_rate_limits(RedisOptions redis);

}  // namespace magic
