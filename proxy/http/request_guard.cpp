#include "proxy/http/request_guard.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace magic {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// "localhost:9090" -> "localhost", "[::1]:9090" -> "[::1]".
std::string_view without_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos) return host;
  if (bracket != std::string_view::npos && colon < bracket) return host;
  return host.substr(0, colon);
}

std::string_view without_scheme(std::string_view origin) {
  const std::size_t end = origin.find("://");
  return end == std::string_view::npos ? origin : origin.substr(end + 3);
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_json(std::string_view content_type) {
  const std::string type = lower(content_type.substr(0, content_type.find(';')));
  const std::size_t end = type.find_last_not_of(" \t");
  return end != std::string::npos && type.substr(0, end + 1) == "application/json";
}

}  // namespace

RequestGuard::RequestGuard(std::vector<std::string> hosts, std::vector<std::string> origins)
    : hosts_(std::move(hosts)), origins_(std::move(origins)) {
  for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) hosts_.emplace_back(name);
  for (std::string& host : hosts_) host = lower(host);
  for (std::string& origin : origins_) origin = lower(origin);
}

bool RequestGuard::allows_host(std::string_view host) const {
  const std::string name = lower(without_port(host));
  return std::any_of(hosts_.begin(), hosts_.end(),
                     [&](const std::string& each) { return each == "*" || each == name; });
}

bool RequestGuard::allows_origin(const RequestHead& head) const {
  const std::string origin = lower(head.origin);
  if (std::find(origins_.begin(), origins_.end(), origin) != origins_.end()) return true;
  return without_scheme(origin) == lower(head.host);  // the page came from this very server
}

std::optional<Error> RequestGuard::refuse(const RequestHead& head) const {
  if (head.says_twice)
    return Error{ErrorCode::bad_json,
                 "Host, Origin, Content-Type and Content-Length may each stand there once."};
  // HTTP/1.0 tools may send no Host; a browser, which rebinding needs, always does.
  if (!head.host.empty() && !allows_host(head.host))
    return Error{ErrorCode::forbidden,
                 "This proxy does not answer under that host name. Add it to ALLOWED_HOSTS."};
  if (!head.origin.empty() && !allows_origin(head))
    return Error{ErrorCode::forbidden,
                 "Pages of that origin may not use this proxy. Add it to ALLOWED_ORIGINS."};

  // cpp-httplib 0.41 takes "xchunked", "identity" or the header twice for no encoding at all.
  const auto& encodings = head.transfer_encodings;
  if (encodings.size() > 1 || (encodings.size() == 1 && lower(encodings[0]) != "chunked"))
    return Error{ErrorCode::bad_json, "Transfer-Encoding must be absent or exactly 'chunked'."};
  // It takes "+5", "5, 5" or "0x5" for no body, which then would be the next request.
  if (head.content_length && !is_number(*head.content_length))
    return Error{ErrorCode::bad_json, "Content-Length must be a number of bytes."};
  if (head.content_length && !encodings.empty())
    return Error{ErrorCode::bad_json,
                 "A body has a Content-Length or comes in chunks, but not both."};
  if (!head.content_encoding.empty() && lower(head.content_encoding) != "identity")
    return Error{ErrorCode::unsupported_media_type, "Send the body without Content-Encoding."};
  if (head.has_body && !is_json(head.content_type))
    return Error{ErrorCode::unsupported_media_type,
                 "Send the body as JSON, with 'Content-Type: application/json'."};
  // cpp-httplib would answer 206 or 416 after the request was carried out.
  if (head.has_range && head.method != "GET")
    return Error{ErrorCode::bad_json, "Range has no meaning for this request."};
  return std::nullopt;
}

}  // namespace magic
