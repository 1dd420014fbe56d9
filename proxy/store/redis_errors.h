// What Redis' failures are called in front of people: what happened, and what to do.
//
// Every error is store_unavailable. No sentence holds the password, nor what a command carried:
// Redis repeats arguments in some of its own error texts.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_options.h"
#include "shared/result.h"

namespace magic {

// "localhost:6379", the socket's path, or the name that the Sentinels know it by.
std::string redis_address(const RedisOptions& options);

// No connection could be made. `reason`: the system's words, e.g. "Connection refused".
Error redis_unreachable(const RedisOptions& options, std::string_view reason);

// Connected, but not over TLS as it was asked for. `reason`: e.g. "self-signed certificate".
Error redis_insecure(const RedisOptions& options, std::string_view reason);

// The Sentinels named it, but it says that it is no master.
Error redis_no_master(const RedisOptions& options);
Error sentinel_without_master(const RedisOptions& options, const RedisEndpoint& sentinel);

// Connected, but no whole answer came.
Error redis_silent(const RedisOptions& options, const RedisSilence& silence);

// Every connection was in use until the deadline.
Error redis_busy(const RedisOptions& options);

// Redis answered a command with an error, e.g. "OOM command not allowed ...".
Error redis_refused(const RedisOptions& options, std::string_view reply);

// The same for AUTH and SELECT, whose arguments are never repeated.
Error redis_refused_login(const RedisOptions& options, std::string_view reply);

// An answer that is none of those which the command can have.
Error redis_unexpected(const RedisOptions& options);

}  // namespace magic
