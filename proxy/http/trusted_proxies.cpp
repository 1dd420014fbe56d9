#include "proxy/http/trusted_proxies.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace magic {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Some proxies write the port as well: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::optional<IpAddress> hop_from(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
    return ip_address_from(text.substr(1, end - 1));
  }
  const std::size_t colon = text.find(':');
  const bool has_port = colon != std::string_view::npos && text.find('.') < colon;
  if (!has_port) return ip_address_from(text);
  return is_port(text.substr(colon + 1)) ? ip_address_from(text.substr(0, colon)) : std::nullopt;
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& ranges) {
  TrustedProxies proxies;
  for (const std::string& text : ranges) {
    const std::optional<IpRange> range = ip_range_from(text);
    if (!range)
      return Error{ErrorCode::internal,
                   "TRUSTED_PROXIES must be addresses or ranges like "
                   "10.0.0.0/8 and fd00::/8, but one is '" +
                       text + "'."};
    proxies.ranges_.push_back(*range);
  }
  return proxies;
}

bool TrustedProxies::trusts(const IpAddress& address) const {
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [&](const IpRange& range) { return range.holds(address); });
}

std::string TrustedProxies::client_of(const ForwardedBy& from) const {
  std::optional<IpAddress> client = ip_address_from(from.peer);
  if (!client) return {};
  for (auto header = from.forwarded_for.rbegin(); header != from.forwarded_for.rend(); ++header) {
    std::string_view rest = *header;
    while (!rest.empty()) {
      if (!trusts(*client)) return to_text(*client);
      const std::size_t comma = rest.rfind(',');
      const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
      const std::optional<IpAddress> hop = hop_from(trimmed(rest.substr(begin)));
      if (!hop) return to_text(*client);
      client = hop;
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
    }
  }
  return to_text(*client);
}

bool TrustedProxies::is_https(const ForwardedBy& from) const {
  const std::optional<IpAddress> peer = ip_address_from(from.peer);
  if (!peer || !trusts(*peer) || from.forwarded_proto.size() != 1) return false;
  const std::string_view proto = trimmed(from.forwarded_proto.front());
  return proto == "https";
}

}  // namespace magic
