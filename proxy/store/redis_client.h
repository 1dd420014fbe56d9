// Talking to Redis as the stores do: commands or a script in, replies out, over pooled connections,
// repeated where a broken connection makes that right.
//
// One is shared by all that the proxy keeps in Redis, so that what one of them learns about a
// connection (Redis is frozen, it is no master any more) costs none of the others its time-out.
//
// Connects when it is first used and again whenever that is needed: making one never fails.
// Thread rule: every method may be called from any thread.
// Errors: store_unavailable, with a sentence. A reply that is an error is the caller's to judge,
// except in script(), where it is an error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/deadline.h"
#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_options.h"
#include "proxy/store/redis_pool.h"
#include "shared/result.h"

namespace magic {

// Whether commands may be carried out twice without harm.
enum class Repeat { harmless, harmful };

// A Lua script, as a file of assets/redis. Carried out as one step; every key it touches is in one
// slot of a Redis Cluster.
struct RedisScript {
  explicit RedisScript(std::string_view source);

  std::string source;
  std::string sha1;  // by which Redis knows it
};

class RedisClient {
 public:
  using Replies = Result<std::vector<RedisReply>>;

  explicit RedisClient(RedisOptions options);

  const RedisOptions& options() const { return options_; }
  // The time that one call of a store may take.
  Deadline call_deadline() const;

  // One reply to each command.
  Replies run(const std::vector<RedisCommand>& commands, Repeat repeat, const Deadline& deadline);

  // By its hash; sent whole when Redis does not know it (any more).
  Result<RedisReply> script(const RedisScript& script, const std::vector<std::string>& keys,
                            const std::vector<std::string>& arguments, Repeat repeat,
                            const Deadline& deadline);

  Error refused(const RedisReply& error) const;
  Error unexpected() const;

 private:
  const RedisOptions options_;
  RedisPool pool_;
};

// The first reply that is an error; nullptr: none is.
const RedisReply* first_error(const std::vector<RedisReply>& replies);

}  // namespace magic
