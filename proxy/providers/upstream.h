// The proxy's only HTTP client: one origin, one kept-alive connection per request under way.
//
// Never follows redirects, verifies TLS against the system's roots (SSL_CERT_FILE is honoured), and
// sends no header that is not named in upstream_request.h: nothing of a caller's request can leak
// upstream.
// Thread rule: every method may be called from any thread; send() blocks.
// Limits: a name lookup and a connect that is tried at several addresses cannot be interrupted by
// cancelling, everything else can, at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "proxy/base/cancel.h"
#include "proxy/providers/base_url.h"
#include "proxy/providers/upstream_request.h"

namespace magic {

struct UpstreamHead {
  int status = 0;
  std::string content_type;        // lower case, without parameters
  std::string retry_after;         // this and the next three: as they came, or empty
  std::string retry_after_ms;      // OpenAI sends it too
  std::string should_retry;        // x-should-retry, OpenAI: "true" or "false"
  std::string request_id;          // x-request-id: the upstream's name for the request
  std::int64_t first_byte_ms = 0;  // after the request began
};

// Receives an answer on the thread that called send(): the head once, then the body's bytes.
class UpstreamReceiver {
 public:
  enum class Want {
    more,
    nothing_more,  // the answer is complete; what follows is read and dropped where that lets the
                   // connection be used again
    hang_up,
  };

  virtual ~UpstreamReceiver() = default;
  virtual void on_head(const UpstreamHead& head) = 0;
  virtual Want on_body(std::string_view bytes) = 0;
};

enum class UpstreamEnd {
  whole,            // by the rules of HTTP: a body without length is whole when the peer closes
  stopped,          // by the receiver or by the token
  unreachable,      // no connection
  connect_timeout,  // nobody said whether there is one
  no_first_byte,    // first_byte_timeout, where one was set
  timeout,          // silent for too long
  total_timeout,    // not silent, but not done either
  tls,              // no trust, or no TLS at all
  broken,           // the peer hung up in the middle, or does not speak HTTP
  too_large,
};

// The peer was there, and too slow.
inline bool is_slow(UpstreamEnd end) {
  return end == UpstreamEnd::no_first_byte || end == UpstreamEnd::timeout ||
         end == UpstreamEnd::total_timeout;
}

class UpstreamAlarms;
class UpstreamPool;

class Upstream {
 public:
  static constexpr std::size_t kDefaultMaxAnswerBytes = 32 * 1024 * 1024;

  explicit Upstream(const BaseUrl& base, std::size_t max_answer_bytes = kDefaultMaxAnswerBytes);
  ~Upstream();  // no send() may be under way

  const BaseUrl& base() const { return base_; }

  // Uses the token's hook until it returns. A kept-alive connection that the peer had closed
  // meanwhile is replaced by a fresh one, once, if nothing was received.
  UpstreamEnd send(const UpstreamRequest& request, UpstreamReceiver& receiver, CancelToken& cancel);

 private:
  const BaseUrl base_;
  const std::size_t max_answer_bytes_;
  const std::unique_ptr<UpstreamAlarms> alarms_;
  const std::unique_ptr<UpstreamPool> pool_;
};

}  // namespace magic
