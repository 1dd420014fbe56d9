// What is refused before a request is looked at: foreign hosts and origins, and framing that two
// readers could understand differently. Pure.
//
// Why: a page anywhere may send requests to this machine. Its Origin gives it away (CSRF); a name
// of its own that it points at 127.0.0.1 shows in Host (DNS rebinding); a form can only send
// text/plain, so bodies must be application/json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace magic {

// The headers that matter here; empty when absent.
struct RequestHead {
  std::string_view method;
  std::string host;
  std::string origin;
  std::string content_type;
  std::string content_encoding;
  std::vector<std::string> transfer_encodings;
  std::optional<std::string> content_length;
  bool has_body = false;
  bool has_range = false;
  bool says_twice = false;  // one of those that may be said once, see head_of() in listener.cpp
};

class RequestGuard {
 public:
  // hosts: allowed besides the loopback names, without port; "*" allows all.
  // origins: allowed besides the request's own, e.g. "http://localhost:3000".
  RequestGuard(std::vector<std::string> hosts, std::vector<std::string> origins);

  // Why the request is refused: forbidden, unsupported_media_type or bad_json (for bad framing).
  std::optional<Error> refuse(const RequestHead& head) const;

  // Whether answers may carry this Origin in Access-Control-Allow-Origin.
  bool allows_origin(const RequestHead& head) const;

 private:
  bool allows_host(std::string_view host) const;

  std::vector<std::string> hosts_;
  std::vector<std::string> origins_;
};

}  // namespace magic
