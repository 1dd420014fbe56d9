// Reading what Redis answers about a session as a whole.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_keys.h"
#include "shared/session_types.h"

namespace magic {

// An integer, or a text that is one; 0 for anything else.
std::int64_t number_in(const RedisReply& reply);

// Whether there is such a session, by what Redis says of its keys (see exists() in
// assets/redis/session.lua): HMGET meta messages bytes, and STRLEN log.
bool is_whole(const RedisReply& messages, const RedisReply& bytes, const RedisReply& log_bytes);

// Seconds that are left, as TTL says of a key that exists. It rounds; what exists is not over.
std::int64_t seconds_left(const RedisReply& ttl);

// Three commands, for a pipeline.
void ask_for_info(const SessionKeys& keys, std::vector<RedisCommand>& commands);

// From their replies. nullopt: there is no such session.
std::optional<SessionInfo> info_in(const std::string& session_id, const RedisReply& fields,
                                   const RedisReply& log_bytes, const RedisReply& ttl);

}  // namespace magic
