#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>
#include <vector>

#include "proxy/http/trusted_proxies.h"

using namespace magic;

namespace {

TrustedProxies trusting(const std::vector<std::string>& ranges) {
  const Result<TrustedProxies> proxies = TrustedProxies::parse(ranges);
  REQUIRE(proxies.ok());
  return proxies.value();
}

std::string client(const TrustedProxies& proxies, std::string peer,
                   std::vector<std::string> forwarded) {
  return proxies.client_of({std::move(peer), std::move(forwarded), {}});
}

std::string text_of(std::string_view text) {
  const auto address = ip_address_from(text);
  return address ? to_text(*address) : "none";
}

}  // namespace

TEST_CASE("an address is read in every form that names one machine, and in no other") {
  CHECK(text_of("192.0.2.1") == "192.0.2.1");
  CHECK(text_of("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(text_of("2001:DB8:0::1") == "2001:db8::1");
  CHECK(text_of("fe80::1%eth0") == "fe80::1");
  CHECK(text_of("::") == "::");
  for (const char* const wrong :
       {"",          " ",         "1",        "127.1",      "1.2.3",      "1.2.3.4.5",
        "1.2.3.256", "01.2.3.4",  "1.2.3.4 ", " 1.2.3.4",   "1.2.3.4:80", "[::1]",
        "::1::",     ":::",       "12345::",  "0x7f.0.0.1", "localhost",  "unknown",
        "_hidden",   "1.2.3.4\n", "1,2",      "%eth0"})
    CHECK(text_of(wrong) == "none");
  CHECK(text_of(std::string_view("1.2.3.4\0.5", 10)) == "none");
  CHECK(text_of(std::string(100'000, '1')) == "none");
}

TEST_CASE("a range holds the addresses that begin like it") {
  const auto holds = [](const char* range, const char* address) {
    return ip_range_from(range)->holds(*ip_address_from(address));
  };
  CHECK(holds("10.0.0.0/8", "10.255.0.1"));
  CHECK_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
  CHECK(holds("192.0.2.129/25", "192.0.2.200"));
  CHECK_FALSE(holds("192.0.2.129/25", "192.0.2.100"));
  CHECK(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
  CHECK(holds("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  CHECK(holds("::/0", "2001:db8::1"));
  CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(holds("192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(holds("192.0.2.7", "192.0.2.8"));
  for (const char* const wrong :
       {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+1", "10.0.0.0/8/8", "::/129",
        "10.0.0.0/8 ", "10.0.0.0/0x8", "*", "10.0.0.0/99999999999999999999"})
    CHECK_FALSE(ip_range_from(wrong));
}

TEST_CASE("a range that cannot be read is refused with its words") {
  const Result<TrustedProxies> proxies = TrustedProxies::parse({"10.0.0.0/8", "everybody"});
  REQUIRE_FALSE(proxies.ok());
  CHECK(proxies.error().message.find("'everybody'") != std::string::npos);
}

TEST_CASE("nobody's forwarded header is believed unless the peer is trusted") {
  CHECK(client(trusting({}), "198.51.100.7", {"203.0.113.1"}) == "198.51.100.7");
  CHECK(client(trusting({"10.0.0.0/8"}), "198.51.100.7", {"203.0.113.1"}) == "198.51.100.7");
  CHECK(client(trusting({"10.0.0.0/8"}), "10.0.0.1", {"203.0.113.1"}) == "203.0.113.1");
  CHECK(client(trusting({"127.0.0.1"}), "::ffff:127.0.0.1", {"203.0.113.1"}) == "203.0.113.1");
}

TEST_CASE("the client is the right-most address that is not a trusted proxy's") {
  const TrustedProxies proxies = trusting({"10.0.0.0/8", "fd00::/8"});
  const auto from = [&](std::vector<std::string> headers) {
    return client(proxies, "10.0.0.1", std::move(headers));
  };
  // What stands left of it was sent by the client itself.
  CHECK(from({"1.1.1.1, 203.0.113.1"}) == "203.0.113.1");
  CHECK(from({"1.1.1.1, 203.0.113.1, 10.0.0.2,fd00::9"}) == "203.0.113.1");
  CHECK(from({"1.1.1.1", "203.0.113.1", "10.0.0.2"}) == "203.0.113.1");
  CHECK(from({"10.9.9.9, 203.0.113.1"}) == "203.0.113.1");
  CHECK(from({"10.0.0.3, 10.0.0.2"}) == "10.0.0.3");
  CHECK(from({"2001:db8::1 , 10.0.0.2"}) == "2001:db8::1");
  CHECK(from({"203.0.113.1:4711"}) == "203.0.113.1");
  CHECK(from({"[2001:db8::1]:4711"}) == "2001:db8::1");
  CHECK(from({"[2001:db8::1]"}) == "2001:db8::1");
  CHECK(from({}) == "10.0.0.1");
  CHECK(from({""}) == "10.0.0.1");
}

TEST_CASE("what is unreadable hides nothing: the client then is the last proxy that was followed") {
  const TrustedProxies proxies = trusting({"10.0.0.0/8"});
  const auto from = [&](const std::string& header) {
    return client(proxies, "10.0.0.1", {header});
  };
  for (const char* const broken :
       {"unknown", "_hidden", ",", " , ", "203.0.113.1,", "203.0.113.1;",
        "203.0.113.1 198.51.100.1", "\"203.0.113.1\"", "[::1", "[::1]x", "[::1]:", "[::1]:999999",
        "203.0.113.1:", "1.2.3.4:x", "for=203.0.113.1", "\x00\xff\xfe"})
    CHECK(from(broken) == "10.0.0.1");
  CHECK(from("203.0.113.1, unknown, 10.0.0.2") == "10.0.0.2");
  CHECK(from("203.0.113.1,,10.0.0.2") == "10.0.0.2");
  CHECK(client(proxies, "not an address", {"203.0.113.1"}).empty());
}

TEST_CASE("any bytes for a header give an address of the way, and end") {
  const TrustedProxies proxies = trusting({"10.0.0.0/8", "::1"});
  constexpr std::string_view kAlphabet = "0123456789abcdef.:,[]% /\t-";
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string header(random() % 60, ' ');
    for (char& c : header) c = kAlphabet[random() % kAlphabet.size()];
    CHECK(ip_address_from(client(proxies, "10.0.0.1", {header, header})));
  }
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "10.0.0.1,";
  CHECK(client(proxies, "10.0.0.1", {many + "10.0.0.9"}) == "10.0.0.1");
}

TEST_CASE("https is believed of a trusted proxy only, and only when it says exactly that") {
  const TrustedProxies proxies = trusting({"10.0.0.0/8"});
  CHECK(proxies.is_https({"10.0.0.1", {}, {"https"}}));
  CHECK(proxies.is_https({"10.0.0.1", {}, {" https "}}));
  CHECK_FALSE(proxies.is_https({"198.51.100.7", {}, {"https"}}));
  CHECK_FALSE(proxies.is_https({"10.0.0.1", {}, {}}));
  CHECK_FALSE(proxies.is_https({"10.0.0.1", {}, {"http"}}));
  CHECK_FALSE(proxies.is_https({"10.0.0.1", {}, {"https", "http"}}));
  CHECK_FALSE(proxies.is_https({"10.0.0.1", {}, {"https, http"}}));
}

TEST_CASE("a subscriber is an IPv4 address, or the IPv6 network in which they choose addresses") {
  CHECK(subscriber_of(*ip_address_from("203.0.113.9")) == "203.0.113.9");
  CHECK(subscriber_of(*ip_address_from("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::");
}

TEST_CASE("only loopback addresses and localhost are this machine's own") {
  for (const char* const own : {"localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"})
    CHECK(is_loopback_host(own));
  for (const char* const open : {"0.0.0.0", "::", "", "192.168.1.2", "my-machine", "127.1", "0",
                                 "localhost.example", "[", "[]"})
    CHECK_FALSE(is_loopback_host(open));
}
