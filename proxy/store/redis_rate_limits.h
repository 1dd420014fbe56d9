// What callers have had, in Redis, shared by all proxies on it.
// Keys and promises: at the top of redis_rate_limits.cpp.
#pragma once

#include <memory>

#include "proxy/store/rate_limits.h"
#include "proxy/store/redis_client.h"

namespace magic {

std::unique_ptr<RateLimits> make_redis_rate_limits(std::shared_ptr<RedisClient> redis);

}  // namespace magic
