#include "proxy/http/request_guard.h"

#include <algorithm>
#include <utility>

#include "proxy/http/ip_address.h"
#include "proxy/http/lower.h"

namespace magic {
namespace {

bool is_port(std::string_view text) {
  return text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "LocalHost.:9090" -> "localhost", "[0:0::1]:9090" -> "::1". nullopt: no host and port.
std::optional<std::string> name_of(std::string_view host) {
  // As people write IPv6 into settings, without brackets and hence without port.
  if (const std::optional<IpAddress> address = ip_address_from(host)) return to_text(*address);
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return std::nullopt;
  std::string_view name = host.substr(0, colon);
  if (name.starts_with('[') && name.ends_with(']')) {
    const std::optional<IpAddress> address = ip_address_from(name.substr(1, name.size() - 2));
    return address ? std::optional(to_text(*address)) : std::nullopt;
  }
  if (const std::optional<IpAddress> address = ip_address_from(name)) return to_text(*address);
  if (name.ends_with('.')) name.remove_suffix(1);
  return name.empty() ? std::nullopt : std::optional(lower(name));
}

// "http://localhost:3000/page" -> "http://localhost:3000".
std::string_view origin_of(std::string_view url) {
  const std::size_t host = url.find("://");
  return host == std::string_view::npos ? url : url.substr(0, url.find('/', host + 3));
}

// As browsers write it: in small letters, without the scheme's own port.
std::string usual_origin(std::string_view text) {
  std::string origin = lower(origin_of(text));
  for (const auto& [scheme, port] : {std::pair("http://", ":80"), std::pair("https://", ":443")})
    if (origin.starts_with(scheme) && origin.ends_with(port))
      origin.resize(origin.size() - std::string_view(port).size());
  return origin;
}

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
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

RequestGuard::RequestGuard(const std::vector<std::string>& hosts,
                           const std::vector<std::string>& origins)
    : hosts_{"localhost", "127.0.0.1", "::1"} {
  for (const std::string& host : hosts) {
    if (host == "*") allows_all_hosts_ = true;
    if (std::optional<std::string> name = name_of(host)) hosts_.push_back(*std::move(name));
  }
  for (const std::string& origin : origins) origins_.push_back(usual_origin(origin));
}

bool RequestGuard::allows_host(std::string_view host) const {
  const std::optional<std::string> name = name_of(host);
  return name &&
         (allows_all_hosts_ || std::find(hosts_.begin(), hosts_.end(), *name) != hosts_.end());
}

bool RequestGuard::allows_origin(std::string_view text, const RequestHead& head) const {
  const std::string origin = lower(text);
  if (std::find(origins_.begin(), origins_.end(), origin) != origins_.end()) return true;
  // The page came from this very server, perhaps through one that speaks TLS for it.
  const std::string host = lower(head.host.value_or(""));
  return origin == "http://" + host || origin == "https://" + host;
}

bool RequestGuard::is_sent_by_foreign_page(const RequestHead& head) const {
  if (!head.origin.empty()) return !allows_origin(head.origin, head);
  if (!changes_something(head.method)) return false;
  if (head.fetch_site == "cross-site" || head.fetch_site == "same-site") return true;
  return !head.referer.empty() && !allows_origin(origin_of(head.referer), head);
}

std::optional<Error> RequestGuard::refuse(const RequestHead& head) const {
  if (head.says_twice)
    return Error{ErrorCode::bad_json,
                 "Host, Origin, Content-Type and Content-Length may each stand there once."};
  // A browser, which rebinding needs, always sends Host.
  if (!head.host && !head.is_http_1_0)
    return Error{ErrorCode::bad_json, "A request of HTTP/1.1 needs the header Host."};
  if (head.host && !allows_host(*head.host))
    return Error{ErrorCode::forbidden,
                 "This proxy does not answer under that host name. Add it to ALLOWED_HOSTS."};
  if (is_sent_by_foreign_page(head))
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
