// One connection to Redis. The only place that knows hiredis (1.2).
//
// Thread rule: one thread at a time; the pool sees to it. Commands are argument lists of any bytes,
// never text that Redis would have to split. Two failures are kept apart: a RedisReply that is an
// error (Redis answered, badly), and RedisSilence (no whole answer came). After a silence the
// connection is dead: a late answer would be taken for the next command's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "proxy/store/deadline.h"
#include "proxy/store/redis_options.h"
#include "proxy/store/redis_tls.h"
#include "shared/result.h"

struct redisContext;

namespace magic {

using RedisCommand = std::vector<std::string>;

struct RedisReply {
  enum class Kind { nil, integer, text, list, error };

  Kind kind = Kind::nil;
  std::int64_t integer = 0;
  std::string text;               // of text; of error: its words, e.g. "WRONGTYPE Operation ..."
  std::vector<RedisReply> items;  // of list

  bool is_error() const { return kind == Kind::error; }
};

struct RedisSilence {
  enum class Kind { timed_out, closed, not_redis };

  Kind kind = Kind::closed;
  // False: the last byte never left here, so what ends in EXEC was not carried out.
  bool maybe_carried_out = false;
};

using RedisAnswer = std::variant<std::vector<RedisReply>, RedisSilence>;

class RedisConnection {
 public:
  // Connects to the host or socket (not through Sentinels: redis_sentinel.h), logs in and selects the database. Errors: store_unavailable, with a sentence.
  static Result<std::unique_ptr<RedisConnection>> open(const RedisOptions& options,
                                                       const Deadline& deadline);

  // Sends all commands in one go and waits for one reply to each.
  RedisAnswer run(const std::vector<RedisCommand>& commands, const Deadline& deadline);

  // Between two commands: whether Redis has hung up (or said something unasked).
  bool is_stale() const;

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  using Context = std::unique_ptr<redisContext, Free>;

  explicit RedisConnection(Context context) : context_(std::move(context)) {}

  Status start_tls(const RedisOptions& options, const Deadline& deadline);
  std::optional<RedisSilence> say(std::string_view bytes, const Deadline& deadline);
  std::optional<RedisSilence> hear(const Deadline& deadline);
  std::optional<RedisSilence> send(std::string_view bytes, const Deadline& deadline);
  std::variant<RedisReply, RedisSilence> receive(const Deadline& deadline);

  Context context_;
  std::unique_ptr<RedisTls> tls_;  // null: none
};

}  // namespace magic
