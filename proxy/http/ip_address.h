// Addresses of machines and ranges of them, IPv4 and IPv6, as people and headers write them.
//
// An IPv4 address and the IPv6 address that stands for it (::ffff:192.0.2.1) are the same one here.
// Thread rule: plain values and pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace magic {

struct IpAddress {
  std::array<unsigned char, 16> bytes{};  // IPv4 in its IPv6 form

  bool operator==(const IpAddress&) const = default;
  bool is_v4() const;
  bool is_loopback() const;  // 127.0.0.0/8 or ::1
};

// Exactly one address, without port, brackets or blanks; a zone (fe80::1%eth0) is left out.
std::optional<IpAddress> ip_address_from(std::string_view text);

// As it is usually written: "192.0.2.1", "2001:db8::1".
std::string to_text(const IpAddress& address);

struct IpRange {
  IpAddress first;
  int bits = 128;  // that addresses of the range have in common with the first; of 128

  bool holds(const IpAddress& address) const;
};

// "192.0.2.0/24", "2001:db8::/32", or one address. Bits behind the prefix count for nothing.
std::optional<IpRange> ip_range_from(std::string_view text);

// What one subscriber has for themselves: an IPv4 address, or an IPv6 network of 64 bits, in which
// anybody may take a new address for each connection. "192.0.2.1", "2001:db8:1:2::".
std::string subscriber_of(const IpAddress& address);

// "[::1]" is "::1", as the system wants it where an address alone is asked for; and the other way
// round, as URLs want it. Other hosts stay as they are.
std::string host_without_brackets(std::string_view host);
std::string host_in_url(std::string_view host);

// Whether a server that listens on `host` is for this machine only: a loopback address, or
// localhost. What cannot be told counts as public.
bool is_loopback_host(std::string_view host);

}  // namespace magic
