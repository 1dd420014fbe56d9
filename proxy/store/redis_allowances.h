// Reading what assets/redis/rate_limit.lua answers.
// Thread rule: a pure function.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "proxy/store/rate_limits.h"
#include "proxy/store/redis_connection.h"

namespace magic {

// One for each of so many callers. nullopt: it is none of the script's answers.
std::optional<std::vector<Allowance>> allowances_from(const RedisReply& reply, std::size_t callers);

}  // namespace magic
