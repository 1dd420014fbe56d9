#include "proxy/store/redis_client.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>
#include <variant>

#include "proxy/store/redis_errors.h"

namespace magic {
namespace {

// SHA-1 is what Redis names scripts by; nothing here rests on its strength.
std::string sha1_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

// It is no master any more: what else is connected to it is of no use either. Within a script's
// error the code stands further behind.
bool is_about_the_server(std::string_view error) {
  return error.find("READONLY") != std::string_view::npos || error.starts_with("MASTERDOWN");
}

}  // namespace

RedisScript::RedisScript(std::string_view text) : source(text), sha1(sha1_hex(text)) {}

RedisClient::RedisClient(RedisOptions options) : options_(std::move(options)), pool_(options_) {}

Deadline RedisClient::call_deadline() const {
  return Deadline::in_ms(options_.connect_timeout_ms + options_.command_timeout_ms);
}

RedisClient::Replies RedisClient::run(const std::vector<RedisCommand>& commands, Repeat repeat,
                                      const Deadline& deadline) {
  for (;;) {
    Result<RedisPool::Lease> borrowed = pool_.borrow(deadline);
    if (!borrowed) return borrowed.error();
    RedisPool::Lease lease = std::move(borrowed).value();

    const auto began = std::chrono::steady_clock::now();
    RedisAnswer answer = lease->run(commands, deadline.or_in_ms(options_.command_timeout_ms));
    auto* const replies = std::get_if<std::vector<RedisReply>>(&answer);
    if (options_.on_round_trip) {
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      options_.on_round_trip(took.count(), replies != nullptr);
    }
    if (replies != nullptr) {
      // Some errors are about the connection (READONLY: it leads to what was the primary before a
      // failover). They are rare enough to take a new one after any, but for an unknown script.
      const RedisReply* const error = first_error(*replies);
      if (error == nullptr || error->text.starts_with("NOSCRIPT")) lease.give_back();
      if (error != nullptr && is_about_the_server(error->text)) pool_.close_idle();
      return std::move(*replies);
    }

    const RedisSilence& silence = std::get<RedisSilence>(answer);
    pool_.close_idle();
    const bool was_stale = lease.used_before() && silence.kind == RedisSilence::Kind::closed;
    const bool may_repeat = repeat == Repeat::harmless || !silence.maybe_carried_out;
    if (!was_stale || !may_repeat) return redis_silent(options_, silence);
  }
}

Result<RedisReply> RedisClient::script(const RedisScript& script,
                                       const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments, Repeat repeat,
                                       const Deadline& deadline) {
  RedisCommand command{"EVALSHA", script.sha1, std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  for (;;) {
    Replies replies = run({command}, repeat, deadline);
    if (!replies) return replies.error();
    RedisReply& reply = replies.value().front();
    const bool is_unknown = reply.is_error() && reply.text.starts_with("NOSCRIPT");
    if (is_unknown && command[0] == "EVALSHA") {
      command[0] = "EVAL";
      command[1] = script.source;
      continue;
    }
    if (reply.is_error()) return refused(reply);
    return std::move(reply);
  }
}

Error RedisClient::refused(const RedisReply& error) const {
  return redis_refused(options_, error.text);
}

Error RedisClient::unexpected() const { return redis_unexpected(options_); }

const RedisReply* first_error(const std::vector<RedisReply>& replies) {
  const auto it = std::find_if(replies.begin(), replies.end(),
                               [](const RedisReply& reply) { return reply.is_error(); });
  return it == replies.end() ? nullptr : &*it;
}

}  // namespace magic
