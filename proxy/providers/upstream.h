// The proxy's only HTTP client: one origin, one kept-alive connection per request under way.
//
// Never follows redirects, verifies TLS against the system's roots (SSL_CERT_FILE is honoured), and
// sends no header that is not named here: nothing of a caller's request can leak upstream.
// Thread rule: every method may be called from any thread; send() blocks.
// Limits: a name lookup and a connect that is tried at several addresses cannot be interrupted by
// cancelling, everything else can, at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "proxy/base/cancel.h"
#include "proxy/providers/base_url.h"

namespace magic {

struct UpstreamRequest {
  std::string path;     // from the root of the origin, e.g. "/v1/responses"
  std::string body;     // JSON to POST; empty: GET
  std::string api_key;  // sent as a bearer token; empty: none is sent
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds silence_timeout{120000};  // between any two bytes, and before the first
};

struct UpstreamHead {
  int status = 0;
  std::string content_type;    // lower case, without parameters
  std::string retry_after;     // as it came, or empty
  std::string retry_after_ms;  // OpenAI sends it too; as it came, or empty
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
  whole,        // by the rules of HTTP: a body without length is whole when the peer closes
  stopped,      // by the receiver or by the token
  unreachable,  // no connection
  timeout,      // silent for too long
  tls,          // no trust, or no TLS at all
  broken,       // the peer hung up in the middle, or does not speak HTTP
  too_large,
};

class Upstream {
 public:
  static constexpr std::size_t kDefaultMaxAnswerBytes = 32 * 1024 * 1024;

  explicit Upstream(const BaseUrl& base, std::size_t max_answer_bytes = kDefaultMaxAnswerBytes);
  ~Upstream();  // no send() may be under way

  // Uses the token's hook until it returns. A kept-alive connection that the peer had closed
  // meanwhile is replaced by a fresh one, once, if nothing was received.
  UpstreamEnd send(const UpstreamRequest& request, UpstreamReceiver& receiver, CancelToken& cancel);

 private:
  class Pool;

  std::unique_ptr<Pool> pool_;
  std::size_t max_answer_bytes_;
};

}  // namespace magic
