#include "proxy/http/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "proxy/http/lower.h"

namespace magic {
namespace {

constexpr std::array<unsigned char, 12> kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kV4PrefixBits = 96;
constexpr int kSubscriberBits = 64;
constexpr std::size_t kLongestText = 45;  // 8 groups, the last two as IPv4

std::optional<int> bits_from(std::string_view text, int most) {
  int bits = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, bits);
  if (problem != std::errc{} || stop != end || text.front() == '-' || bits > most)
    return std::nullopt;
  return bits;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes[kV4Prefix.size()] == 127;
  IpAddress one;
  one.bytes.back() = 1;
  return *this == one;
}

std::optional<IpAddress> ip_address_from(std::string_view text) {
  text = text.substr(0, text.find('%'));
  // inet_pton() ends at a NUL.
  if (text.size() > kLongestText || text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string whole(text);
  IpAddress address;
  if (inet_pton(AF_INET6, whole.c_str(), address.bytes.data()) == 1) return address;
  std::copy(kV4Prefix.begin(), kV4Prefix.end(), address.bytes.begin());
  if (inet_pton(AF_INET, whole.c_str(), address.bytes.data() + kV4Prefix.size()) == 1)
    return address;
  return std::nullopt;
}

std::string to_text(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool v4 = address.is_v4();
  const unsigned char* const bytes = address.bytes.data() + (v4 ? kV4Prefix.size() : 0);
  inet_ntop(v4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
  return text.data();
}

bool IpRange::holds(const IpAddress& address) const {
  for (int bit = 0; bit < bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((first.bytes[byte] & mask) != (address.bytes[byte] & mask)) return false;
  }
  return true;
}

std::optional<IpRange> ip_range_from(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> first = ip_address_from(text.substr(0, slash));
  if (!first) return std::nullopt;
  if (slash == std::string_view::npos) return IpRange{*first};
  const std::string_view digits = text.substr(slash + 1);
  // Bits of an IPv4 range are counted from the IPv4 address' own first bit.
  const bool written_as_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const int before = written_as_v4 ? kV4PrefixBits : 0;
  if (digits.empty()) return std::nullopt;
  const std::optional<int> bits = bits_from(digits, 128 - before);
  if (!bits) return std::nullopt;
  return IpRange{*first, before + *bits};
}

std::string subscriber_of(const IpAddress& address) {
  if (address.is_v4()) return to_text(address);
  IpAddress network = address;
  std::fill(network.bytes.begin() + kSubscriberBits / 8, network.bytes.end(),
            static_cast<unsigned char>(0));
  return to_text(network);
}

std::string host_without_brackets(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

std::string host_in_url(std::string_view host) {
  if (host.find(':') == std::string_view::npos || host.starts_with('[')) return std::string(host);
  return "[" + std::string(host) + "]";
}

bool is_loopback_host(std::string_view host) {
  if (lower(host) == "localhost") return true;
  const std::optional<IpAddress> address = ip_address_from(host_without_brackets(host));
  return address && address->is_loopback();
}

}  // namespace magic
