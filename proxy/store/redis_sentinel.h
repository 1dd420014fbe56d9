// Opening a connection to the Redis that the options name: the one at their address or, where
// Sentinels are given, the master that these name at that moment.
//
// Sentinels are asked one after the other, each for at most kSentinelMs, until one names a Redis
// that says itself that it is a master. One that asks for a password is given that of Redis.
// Protocol: https://redis.io/docs/latest/develop/reference/sentinel-clients/
// Thread rule: blocks; may be called from any thread.
#pragma once

#include <memory>

#include "proxy/store/deadline.h"
#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_options.h"
#include "shared/result.h"

namespace magic {

inline constexpr int kSentinelMs = 500;

// Errors: store_unavailable, with a sentence.
Result<std::unique_ptr<RedisConnection>> open_redis(const RedisOptions& options,
                                                    const Deadline& deadline);

}  // namespace magic
