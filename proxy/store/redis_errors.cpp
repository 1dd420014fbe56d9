#include "proxy/store/redis_errors.h"

#include <algorithm>
#include <array>

#include "shared/utf8.h"

namespace magic {
namespace {

struct Refusal {
  std::string_view code;  // first word of Redis' error
  std::string_view sentence;
};

constexpr std::string_view kInCluster =
    "is part of a Redis Cluster, which this proxy cannot use: set {where} to a single Redis.";

// {where}: the settings that say where Redis is. Codes: Redis' source (server.c createSharedObjects, acl.c, cluster.c) and its documentation.
constexpr std::array kRefusals{
    Refusal{"NOAUTH", "asks for a password: set REDIS_PASSWORD."},
    Refusal{"WRONGPASS",
            "refused the password: check REDIS_PASSWORD and, if you use one, REDIS_USERNAME."},
    Refusal{"NOPERM",
            "does not let this user work with chat sessions: docs/reliability.md has the line that "
            "allows it what is needed."},
    Refusal{"OOM", "is out of memory: raise its maxmemory or free some, then try again."},
    Refusal{"READONLY", "is a read-only replica: point {where} at the primary."},
    Refusal{"LOADING", "is still loading its data after a start: try again in a moment."},
    Refusal{"MASTERDOWN", "is a replica that lost its primary: point {where} at a primary."},
    Refusal{"NOREPLICAS", "has too few replicas to accept a message: bring them back, try again."},
    Refusal{"MISCONF",
            "cannot save to its disk and refuses messages: look for a full disk and in its log."},
    Refusal{"BUSY", "is busy with a long script: try again when it has ended."},
    Refusal{"WRONGTYPE",
            "holds something else under this session's key: use another session id, another "
            "REDIS_DB, or delete that key."},
    Refusal{"MOVED", kInCluster},
    Refusal{"ASK", kInCluster},
    Refusal{"TRYAGAIN", kInCluster},
    Refusal{"CROSSSLOT", kInCluster},
    Refusal{"CLUSTERDOWN", kInCluster},
};

constexpr std::size_t kQuotedBytes = 200;

// What went wrong inside a script. Redis 6 wraps it: "ERR Error running script (call to f_<sha1>):
// @user_script:3: WRONGTYPE Operation ...", or "... @user_script: 3: -OOM command not allowed ...".
std::string_view unwrapped(std::string_view reply) {
  constexpr std::string_view kPlace = "@user_script:";
  const std::size_t place = reply.rfind(kPlace);
  if (!reply.starts_with("ERR Error running script") || place == std::string_view::npos)
    return reply;
  const std::size_t colon = reply.find(": ", place + kPlace.size() + 1);
  if (colon == std::string_view::npos) return reply;
  reply.remove_prefix(colon + 2);
  if (reply.starts_with('-')) reply.remove_prefix(1);
  return reply;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string settings_of(const RedisOptions& options) {
  if (options.from_url) return "REDIS_URL";
  return options.unix_socket.empty() ? "REDIS_HOST and REDIS_PORT" : "REDIS_SOCKET";
}

Error about(const RedisOptions& options, std::string_view sentence) {
  std::string told(sentence);
  constexpr std::string_view kWhere = "{where}";
  if (const std::size_t at = told.find(kWhere); at != std::string::npos)
    told.replace(at, kWhere.size(), settings_of(options));
  return store_unavailable("Redis at " + redis_address(options) + " " + told);
}

// Redis' own words, without the arguments that some of them repeat.
std::string quoted(const RedisOptions& options, std::string_view reply) {
  std::string words = utf8_repaired(reply.substr(0, reply.find(", with args beginning")));
  if (!options.password.empty() && contains(words, options.password.reveal())) return "";
  std::replace_if(
      words.begin(), words.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return std::string(utf8_prefix(words, kQuotedBytes));
}

std::string what_happened(const RedisSilence& silence) {
  switch (silence.kind) {
    case RedisSilence::Kind::timed_out:
      return "did not answer in time";
    case RedisSilence::Kind::closed:
      return "closed the connection";
    case RedisSilence::Kind::not_redis:
      return "does not speak the Redis protocol";
  }
  return "did not answer";
}

}  // namespace

std::string redis_address(const RedisOptions& options) {
  if (!options.sentinels.empty()) return options.master_name + " (as the Sentinels name it)";
  if (!options.unix_socket.empty()) return options.unix_socket;
  const bool is_ipv6 = contains(options.host, ":");
  return (is_ipv6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port);
}

Error redis_unreachable(const RedisOptions& options, std::string_view reason) {
  return about(options,
               "cannot be reached (" + std::string(reason) + "): start it, or check {where}.");
}

Error redis_insecure(const RedisOptions& options, std::string_view reason) {
  return about(options, "cannot be talked to over TLS (" + std::string(reason) +
                            "): check its certificate, REDIS_CA_FILE and {where}.");
}

Error redis_no_master(const RedisOptions& options) {
  return about(options, "is not the master (any more): try again in a moment.");
}

Error sentinel_without_master(const RedisOptions& options, const RedisEndpoint& sentinel) {
  return store_unavailable("The Sentinel at " + sentinel.host + ":" +
                           std::to_string(sentinel.port) + " knows no master with the name '" +
                           options.master_name + "': check " + settings_of(options) + ".");
}

Error redis_silent(const RedisOptions& options, const RedisSilence& silence) {
  const std::string_view advice = silence.kind == RedisSilence::Kind::not_redis
                                      ? ": check {where}."
                                      : ": try again; if it stays so, look at that server.";
  return about(options, what_happened(silence) + std::string(advice));
}

Error redis_busy(const RedisOptions& options) {
  return about(options, "keeps all " + std::to_string(options.max_connections) +
                            " connections of this proxy waiting: try again in a moment.");
}

Error redis_refused(const RedisOptions& options, std::string_view answer) {
  const std::string_view reply = unwrapped(answer);
  const std::string_view code = first_word(reply);
  for (const Refusal& refusal : kRefusals)
    if (refusal.code == code) return about(options, refusal.sentence);
  // What a script may not do has no code of its own, and other words from Redis 7.2 on.
  if (contains(reply, "user executing the script can't") ||
      contains(reply, "ACL failure in script"))
    return redis_refused(options, "NOPERM");
  if (contains(reply, "exceeds maximum allowed size"))
    return about(options, "holds no longer conversations than this one: start a new session.");
  const std::string words = quoted(options, reply);
  return about(options, words.empty() ? "refused a command." : "refused a command: " + words);
}

Error redis_refused_login(const RedisOptions& options, std::string_view reply) {
  if (contains(reply, "without any password configured"))
    return about(options, "has no password: leave REDIS_PASSWORD empty, or set one in Redis.");
  if (contains(reply, "DB index"))
    return about(options, "has no database " + std::to_string(options.db) +
                              ": set REDIS_DB to one that it has (0 to 15 unless configured).");
  for (const Refusal& refusal : kRefusals)
    if (refusal.code == first_word(reply)) return about(options, refusal.sentence);
  return about(options, "refused the login: check REDIS_USERNAME, REDIS_PASSWORD and REDIS_DB.");
}

Error redis_unexpected(const RedisOptions& options) {
  return about(options, "gave an answer that makes no sense: check that it is Redis 6 or newer.");
}

}  // namespace magic
