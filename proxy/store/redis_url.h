// Where Redis is, in one line (REDIS_URL):
//
//   redis://user:password@host:6379/0                  rediss:// the same over TLS
//   unix://user:password@/path/of/socket?db=0
//   redis+sentinel://user:password@host1:26379,host2:26379/master/0    rediss+sentinel://
//
// User, password, ports and database may be left out. In user, password and path, any character may
// be written as % and two hex digits; / and % in a password must be.
// Sentinels stand in the same setting as everything else that says where Redis is, so that they
// cannot contradict it.
// Thread rule: a pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proxy/store/redis_options.h"

namespace magic {

// What the URL does not name stays as it is in `options`. Otherwise says what is wrong, as in "the
// port is no number from 1 to 65535"; no part of the URL is repeated. `options` is unchanged then.
std::optional<std::string> read_redis_url(std::string_view url, RedisOptions& options);

}  // namespace magic
