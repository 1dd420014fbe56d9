#include "proxy/store/redis_sentinel.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "proxy/store/redis_errors.h"

namespace magic {
namespace {

// The one reply to a command; nullopt: no whole answer came.
std::optional<RedisReply> ask(RedisConnection& connection, const RedisCommand& command,
                              const Deadline& deadline) {
  RedisAnswer answer = connection.run({command}, deadline);
  auto* const replies = std::get_if<std::vector<RedisReply>>(&answer);
  return replies == nullptr ? std::nullopt : std::optional(std::move(replies->front()));
}

RedisOptions at(const RedisOptions& options, RedisEndpoint endpoint) {
  RedisOptions there = options;
  there.sentinels.clear();
  there.host = std::move(endpoint.host);
  there.port = endpoint.port;
  return there;
}

// As a Sentinel has it: a list of host and port.
std::optional<RedisEndpoint> endpoint_in(const RedisReply& reply) {
  if (reply.items.size() != 2) return std::nullopt;
  RedisEndpoint endpoint{reply.items[0].text, 0};
  const std::string& digits = reply.items[1].text;
  std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
  if (endpoint.host.empty() || endpoint.port <= 0 || endpoint.port > 65535) return std::nullopt;
  return endpoint;
}

Result<RedisEndpoint> ask_sentinel(const RedisOptions& options, const RedisEndpoint& sentinel,
                                   const Deadline& deadline) {
  RedisOptions login = at(options, sentinel);
  login.db = 0;
  RedisOptions open = login;
  open.username.clear();
  open.password = Secret();
  const RedisCommand question{"SENTINEL", "get-master-addr-by-name", options.master_name};
  for (const RedisOptions* way : {&open, &login}) {
    const Result<std::unique_ptr<RedisConnection>> opened = RedisConnection::open(*way, deadline);
    if (!opened) return opened.error();
    const std::optional<RedisReply> reply = ask(*opened.value(), question, deadline);
    if (!reply) return redis_silent(*way, {RedisSilence::Kind::timed_out, true});
    const bool asks_for_password = reply->is_error() && reply->text.starts_with("NOAUTH");
    if (asks_for_password && way == &open && !login.password.empty()) continue;
    if (reply->is_error()) return redis_refused(*way, reply->text);
    if (std::optional<RedisEndpoint> master = endpoint_in(*reply)) return std::move(*master);
    break;
  }
  return sentinel_without_master(options, sentinel);
}

Result<std::unique_ptr<RedisConnection>> open_master(const RedisOptions& options,
                                                     const RedisEndpoint& master,
                                                     const Deadline& deadline) {
  const RedisOptions there = at(options, master);
  Result<std::unique_ptr<RedisConnection>> opened = RedisConnection::open(there, deadline);
  if (!opened) return opened;
  const std::optional<RedisReply> role =
      ask(*opened.value(), {"ROLE"}, deadline.or_in_ms(options.command_timeout_ms));
  if (!role) return redis_silent(there, {RedisSilence::Kind::timed_out, true});
  if (role->is_error()) return redis_refused(there, role->text);
  // Who was the master may not know yet that it is none any more, and the other way round.
  if (role->items.empty() || role->items.front().text != "master") return redis_no_master(there);
  return opened;
}

}  // namespace

Result<std::unique_ptr<RedisConnection>> open_redis(const RedisOptions& options,
                                                    const Deadline& deadline) {
  if (options.sentinels.empty()) return RedisConnection::open(options, deadline);
  std::vector<RedisEndpoint> tried;
  std::optional<Error> first_problem;
  for (const RedisEndpoint& sentinel : options.sentinels) {
    const Result<RedisEndpoint> master =
        ask_sentinel(options, sentinel, deadline.or_in_ms(kSentinelMs));
    if (!master) {
      if (!first_problem) first_problem = master.error();
      continue;
    }
    if (std::find(tried.begin(), tried.end(), master.value()) != tried.end()) continue;
    tried.push_back(master.value());
    Result<std::unique_ptr<RedisConnection>> opened =
        open_master(options, master.value(), deadline);
    if (opened) return opened;
    // What is wrong with a master tells more than what is wrong with a Sentinel.
    if (!first_problem || tried.size() == 1) first_problem = opened.error();
  }
  if (tried.empty())
    first_problem->message = "The Sentinels named no Redis to use. " + first_problem->message;
  return *first_problem;
}

}  // namespace magic
