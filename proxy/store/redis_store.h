// Conversations in Redis (6 or newer, or Valkey; one server, no modules).
//
// Connects when it is first used and again whenever that is needed: making a store never fails.
// Key layout and promises: at the top of redis_store.cpp.
#pragma once

#include <memory>

#include "proxy/store/redis_client.h"
#include "proxy/store/session_store.h"

namespace magic {

std::unique_ptr<SessionStore> make_redis_store(std::shared_ptr<RedisClient> redis);

}  // namespace magic
