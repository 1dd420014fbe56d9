// What is known of one request while it is answered: kept beside its httplib::Response, from the
// first check to the last byte of a stream.
//
// Thread rule: a scope belongs to its connection's thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <httplib.h>

#include "proxy/http/bearer_tokens.h"
#include "proxy/observe/request_observer.h"

namespace magic {

class RequestScope {
 public:
  // The scope of this answer; made when there is none yet.
  static RequestScope& of(httplib::Response& response);

  // Reports the request to whom begin() was told: the response is gone, so all of it was sent.
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

  // Takes the client's request id, or makes one, and puts it into the answer's header. `observer`
  // may be null; else it outlives the server. A second call does nothing.
  void begin(const httplib::Request& request, httplib::Response& response,
             RequestObserver* observer);
  // The answer's headers are about to be written. A stream goes on until this object ends.
  void answer(const httplib::Response& response);

  const std::string& request_id() const { return report_.request_id; }

  void set_route(std::string_view route) { report_.route = route; }
  // Name of the bearer token that the request was let in with; empty: none.
  const std::string& token_name() const { return token_name_; }
  const OwnLimits& token_limits() const { return token_limits_; }
  void set_token(std::string name, OwnLimits limits) {
    token_name_ = std::move(name);
    token_limits_ = limits;
  }

  // Whether a body may come in chunks: not for HTTP/1.0, where its end is that of the connection.
  bool may_be_chunked() const { return may_be_chunked_; }

  // Where the request came from, as far as it can be believed (trusted_proxies.h).
  const std::string& client_address() const { return client_address_; }
  bool is_https() const { return is_https_; }
  // Whose it is, where clients are counted: a token's, or an address'.
  std::string client() const {
    return token_name_.empty() ? "address:" + client_address_ : "token:" + token_name_;
  }
  void set_client(std::string address, bool is_https) {
    client_address_ = std::move(address);
    is_https_ = is_https;
  }

 private:
  RequestScope() = default;

  using Time = std::chrono::steady_clock::time_point;
  Time begun_at_ = std::chrono::steady_clock::now();
  RequestReport report_;
  std::string token_name_;
  OwnLimits token_limits_;
  std::string client_address_;
  bool is_https_ = false;
  bool may_be_chunked_ = true;
  RequestObserver* observer_ = nullptr;
  bool begun_ = false;
};

// For handlers: goes upstream, into the log, and stands in the answer's header X-Request-Id.
std::string request_id_of(httplib::Response& response);

// 1 to 64 of A-Z a-z 0-9 . _ - : safe in a header, in a log, and for an upstream.
bool is_valid_request_id(std::string_view id);

}  // namespace magic
