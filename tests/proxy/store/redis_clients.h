// A client of Redis for one object under test; the proxy shares one among all of them.
#pragma once

#include <memory>
#include <utility>

#include "proxy/store/redis_client.h"

namespace magic {

inline std::shared_ptr<RedisClient> redis_client(RedisOptions options) {
  return std::make_shared<RedisClient>(std::move(options));
}

}  // namespace magic
