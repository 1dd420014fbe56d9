// TLS towards Redis: turns what is said into what goes over the wire, and back. Knows no socket, so
// that the connection's deadlines hold for TLS as well.
//
// Not hiredis' own TLS: its 1.2 does not check that a certificate is for the host, and writes in a
// way that can raise SIGPIPE. OpenSSL is the one that httplib uses.
// Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "proxy/store/redis_options.h"
#include "shared/result.h"

struct ssl_st;

namespace magic {

class RedisTls {
 public:
  // Errors: store_unavailable: the file of authorities holds none.
  static Result<std::unique_ptr<RedisTls>> make(const RedisOptions& options);

  // Goes on with the handshake as far as what was received allows. False: it failed, see problem().
  bool shake_hands();
  bool is_ready() const;  // the handshake is over

  // What the wire must carry now; asked for after each of the other calls.
  std::string outgoing();
  void incoming(std::string_view wire);

  bool write(std::string_view plain);  // false: broken
  // All that can be read now, perhaps nothing. nullopt: closed or broken.
  std::optional<std::string> read();

  // Why the handshake failed, e.g. "self-signed certificate".
  std::string problem() const;

 private:
  struct Free {
    void operator()(ssl_st* ssl) const;
  };

  explicit RedisTls(std::unique_ptr<ssl_st, Free> ssl) : ssl_(std::move(ssl)) {}

  std::unique_ptr<ssl_st, Free> ssl_;
  unsigned long error_ = 0;  // OpenSSL's, of the handshake
};

}  // namespace magic
