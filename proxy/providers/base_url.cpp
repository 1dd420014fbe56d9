#include "proxy/providers/base_url.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace magic {
namespace {

constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

bool is_ipv6_address(std::string_view text) {
  return text.find(':') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == ':' || c == '.'; });
}

bool is_path(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7F && c != '?' && c != '#'; });
}

std::optional<int> port_from(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (port < 1 || port > 65535) return std::nullopt;
  return port;
}

std::optional<BaseUrl> parse(std::string_view url) {
  BaseUrl base;
  if (url.starts_with("https://")) {
    base.tls = true;
    base.port = kHttpsPort;
    url.remove_prefix(8);
  } else if (url.starts_with("http://")) {
    url.remove_prefix(7);
  } else {
    return std::nullopt;
  }

  const std::size_t slash = std::min(url.find('/'), url.size());
  std::string_view path = url.substr(slash);
  std::string_view authority = url.substr(0, slash);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!is_path(path)) return std::nullopt;
  base.path = path;

  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    base.host = authority.substr(1, bracket - 1);
    port = authority.substr(bracket + 1);
    if (!is_ipv6_address(base.host)) return std::nullopt;
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    base.host = authority.substr(0, colon);
    port = authority.substr(colon);
    if (!is_host_name(base.host)) return std::nullopt;
  }
  if (port.empty()) return base;
  const std::optional<int> number =
      port.front() == ':' ? port_from(port.substr(1)) : std::optional<int>();
  if (!number) return std::nullopt;
  base.port = *number;
  return base;
}

}  // namespace

std::string BaseUrl::origin() const {
  std::string text = tls ? "https://" : "http://";
  const bool is_ipv6 = host.find(':') != std::string::npos;
  text += is_ipv6 ? "[" + host + "]" : host;
  if (port != (tls ? kHttpsPort : kHttpPort)) text += ":" + std::to_string(port);
  return text;
}

bool BaseUrl::is_this_machine() const {
  const bool is_loopback_ipv4 =
      host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  return is_loopback_ipv4 || host == "localhost" || host == "::1" || host == "host.docker.internal";
}

Result<BaseUrl> parse_base_url(std::string_view url, std::string_view setting) {
  std::optional<BaseUrl> base = parse(url);
  if (base) return *base;
  return invalid_field(std::string(setting),
                       std::string(setting) +
                           " must be an address such as http://localhost:11434/v1 or "
                           "https://api.openai.com/v1, without a user name or a query.");
}

}  // namespace magic
