#include "proxy/store/redis_connection.h"

#include <hiredis.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "proxy/store/redis_errors.h"

namespace magic {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

// Far more than any command of ours is answered with: what goes beyond is no Redis, and hiredis
// would make room for it at once, and take it apart by recursion.
constexpr long long kMostElements = 1'000'000;
constexpr int kMostLevels = 16;

// Whether the socket is ready for `events`; false: the deadline came first.
bool wait_for(int socket, short events, const Deadline& deadline) {
  pollfd watched{socket, events, 0};
  for (;;) {
    const int ready = ::poll(&watched, 1, deadline.left_ms());
    if (ready > 0) return true;
    if (ready == 0 && deadline.passed()) return false;
    if (ready < 0 && errno != EINTR) return true;  // the next read or write will tell
  }
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

RedisReply value_of(const redisReply& reply) {
  RedisReply value;
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      value.kind = RedisReply::Kind::integer;
      value.integer = reply.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      value.kind = RedisReply::Kind::text;
      value.text.assign(reply.str, reply.len);
      break;
    case REDIS_REPLY_ERROR:
      value.kind = RedisReply::Kind::error;
      value.text.assign(reply.str, reply.len);
      break;
    case REDIS_REPLY_ARRAY:
      value.kind = RedisReply::Kind::list;
      for (std::size_t i = 0; i < reply.elements; ++i)
        value.items.push_back(value_of(*reply.element[i]));
      break;
    default:  // nil; the other kinds exist in RESP3 only, which we do not ask for
      break;
  }
  return value;
}

std::string wire_form(const std::vector<RedisCommand>& commands) {
  std::string wire;
  std::vector<const char*> arguments;
  std::vector<std::size_t> sizes;
  for (const RedisCommand& command : commands) {
    arguments.clear();
    sizes.clear();
    for (const std::string& argument : command) {
      arguments.push_back(argument.data());
      sizes.push_back(argument.size());
    }
    char* formatted = nullptr;
    const long long size = redisFormatCommandArgv(&formatted, static_cast<int>(command.size()),
                                                  arguments.data(), sizes.data());
    if (size > 0) wire.append(formatted, static_cast<std::size_t>(size));
    redisFreeCommand(formatted);
  }
  return wire;
}

// AUTH and SELECT, as far as they are needed.
std::vector<RedisCommand> greeting(const RedisOptions& options) {
  std::vector<RedisCommand> commands;
  if (!options.password.empty()) {
    RedisCommand login{"AUTH"};
    if (!options.username.empty()) login.push_back(options.username);
    login.push_back(options.password.reveal());
    commands.push_back(std::move(login));
  }
  if (options.db != 0) commands.push_back({"SELECT", std::to_string(options.db)});
  return commands;
}

}  // namespace

void RedisConnection::Free::operator()(redisContext* context) const { redisFree(context); }

Result<std::unique_ptr<RedisConnection>> RedisConnection::open(const RedisOptions& options,
                                                               const Deadline& deadline) {
  redisOptions how = {};
  // Not blocking, so that our own deadline ends every wait; hiredis' time-outs are per system call.
  how.options = REDIS_OPT_NONBLOCK;
  if (options.unix_socket.empty())
    REDIS_OPTIONS_SET_TCP(&how, options.host.c_str(), options.port);
  else
    REDIS_OPTIONS_SET_UNIX(&how, options.unix_socket.c_str());

  Context context(redisConnectWithOptions(&how));
  if (!context) return redis_unreachable(options, "out of memory");
  if (context->err != 0) return redis_unreachable(options, context->errstr);

  if (!wait_for(context->fd, POLLOUT, deadline.or_in_ms(options.connect_timeout_ms)))
    return redis_unreachable(options, "no answer in time");
  int problem = 0;
  socklen_t size = sizeof problem;
  ::getsockopt(context->fd, SOL_SOCKET, SO_ERROR, &problem, &size);
  if (problem != 0) return redis_unreachable(options, std::generic_category().message(problem));

  context->reader->maxelements = kMostElements;
  std::unique_ptr<RedisConnection> connection(new RedisConnection(std::move(context)));
  if (options.tls) {
    const Status secured =
        connection->start_tls(options, deadline.or_in_ms(options.connect_timeout_ms));
    if (!secured) return secured.error();
  }
  const RedisAnswer greeted =
      connection->run(greeting(options), deadline.or_in_ms(options.command_timeout_ms));
  if (const auto* silence = std::get_if<RedisSilence>(&greeted))
    return redis_silent(options, *silence);
  for (const RedisReply& reply : std::get<0>(greeted))
    if (reply.is_error()) return redis_refused_login(options, reply.text);
  return connection;
}

Status RedisConnection::start_tls(const RedisOptions& options, const Deadline& deadline) {
  Result<std::unique_ptr<RedisTls>> made = RedisTls::make(options);
  if (!made) return made.error();
  tls_ = std::move(made).value();
  for (;;) {
    const bool goes_on = tls_->shake_hands();
    // After a failure, too: Redis is told why.
    const std::optional<RedisSilence> unsaid = send(tls_->outgoing(), deadline);
    if (!goes_on) return redis_insecure(options, tls_->problem());
    if (tls_->is_ready()) return success();
    const std::optional<RedisSilence> unheard = unsaid ? unsaid : hear(deadline);
    // A Redis without TLS waits for the end of what it takes for a command.
    if (unheard)
      return redis_insecure(options, unheard->kind == RedisSilence::Kind::closed
                                         ? "it closed the connection"
                                         : "no answer in time");
  }
}

RedisAnswer RedisConnection::run(const std::vector<RedisCommand>& commands,
                                 const Deadline& deadline) {
  if (const std::optional<RedisSilence> silence = say(wire_form(commands), deadline))
    return *silence;
  std::vector<RedisReply> replies;
  replies.reserve(commands.size());
  while (replies.size() < commands.size()) {
    std::variant<RedisReply, RedisSilence> reply = receive(deadline);
    if (const auto* silence = std::get_if<RedisSilence>(&reply)) return *silence;
    replies.push_back(std::move(std::get<RedisReply>(reply)));
  }
  return replies;
}

std::optional<RedisSilence> RedisConnection::say(std::string_view bytes, const Deadline& deadline) {
  if (!tls_) return send(bytes, deadline);
  if (!tls_->write(bytes)) return RedisSilence{RedisSilence::Kind::closed, false};
  return send(tls_->outgoing(), deadline);
}

// Not through hiredis, whose write would raise SIGPIPE and does not tell how far it got.
std::optional<RedisSilence> RedisConnection::send(std::string_view bytes,
                                                  const Deadline& deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (!would_block())
      return RedisSilence{RedisSilence::Kind::closed, false};
    else if (!wait_for(context_->fd, POLLOUT, deadline))
      return RedisSilence{RedisSilence::Kind::timed_out, false};
  }
  return std::nullopt;
}

std::variant<RedisReply, RedisSilence> RedisConnection::receive(const Deadline& deadline) {
  for (bool is_late = false;;) {
    void* found = nullptr;
    if (redisReaderGetReply(context_->reader, &found) != REDIS_OK)
      return RedisSilence{RedisSilence::Kind::not_redis, true};
    if (found != nullptr) {
      RedisReply value = value_of(*static_cast<redisReply*>(found));
      freeReplyObject(found);
      return value;
    }
    if (context_->reader->ridx > kMostLevels)
      return RedisSilence{RedisSilence::Kind::not_redis, true};
    // What is there already counts, but who sends on and on is not listened to for ever.
    if (is_late) return RedisSilence{RedisSilence::Kind::timed_out, true};
    is_late = deadline.passed();
    if (const std::optional<RedisSilence> silence = hear(deadline)) return *silence;
  }
}

// Waits for bytes, and hands them on: to the reader, or to TLS while its handshake goes on.
std::optional<RedisSilence> RedisConnection::hear(const Deadline& deadline) {
  std::array<char, kReadBytes> buffer;
  ssize_t got = 0;
  do {
    if (!wait_for(context_->fd, POLLIN, deadline))
      return RedisSilence{RedisSilence::Kind::timed_out, true};
    got = ::recv(context_->fd, buffer.data(), buffer.size(), 0);
  } while (got < 0 && would_block());
  if (got <= 0) return RedisSilence{RedisSilence::Kind::closed, true};

  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
  if (!tls_) {
    redisReaderFeed(context_->reader, bytes.data(), bytes.size());
    return std::nullopt;
  }
  tls_->incoming(bytes);
  if (!tls_->is_ready()) return std::nullopt;
  const std::optional<std::string> plain = tls_->read();
  if (!plain) return RedisSilence{RedisSilence::Kind::closed, true};
  redisReaderFeed(context_->reader, plain->data(), plain->size());
  return send(tls_->outgoing(), deadline);  // TLS may have something to say itself
}

bool RedisConnection::is_stale() const {
  pollfd watched{context_->fd, POLLIN, 0};
  return ::poll(&watched, 1, 0) != 0;
}

}  // namespace magic
