// What is refused before a request is looked at: foreign hosts and origins, and framing that two
// readers could understand differently. Pure.
//
// Why: a page anywhere may send requests to this machine. Its Origin gives it away (CSRF); a name
// of its own that it points at 127.0.0.1 shows in Host (DNS rebinding); a form can only send
// text/plain, so bodies must be application/json. Where a browser sends no Origin, what would change
// something is judged by Referer and Sec-Fetch-Site; programs send none of the three.
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
  std::optional<std::string> host;
  bool is_http_1_0 = false;  // such a client may send no Host
  std::string origin;
  std::string referer;
  std::string fetch_site;  // Sec-Fetch-Site
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
  // hosts: allowed besides the loopback names, whatever the port; "*" allows all.
  // origins: allowed besides the request's own, e.g. "http://localhost:3000".
  RequestGuard(const std::vector<std::string>& hosts, const std::vector<std::string>& origins);

  // Why the request is refused: forbidden, unsupported_media_type or bad_json (for bad framing).
  std::optional<Error> refuse(const RequestHead& head) const;

 private:
  bool allows_host(std::string_view host) const;
  bool allows_origin(std::string_view origin, const RequestHead& head) const;
  bool is_sent_by_foreign_page(const RequestHead& head) const;

  bool allows_all_hosts_ = false;
  std::vector<std::string> hosts_;
  std::vector<std::string> origins_;
};

}  // namespace magic
