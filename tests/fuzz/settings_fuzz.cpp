// The files and addresses of the configuration, and the headers of requests that are read by hand.
#include <vector>

#include "proxy/config/env_file.h"
#include "proxy/http/bearer_tokens.h"
#include "proxy/http/trusted_proxies.h"
#include "proxy/providers/base_url.h"
#include "proxy/store/redis_url.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

void addresses(std::string_view text) {
  if (const Result<BaseUrl> url = parse_base_url(text, "OPENAI_BASE_URL")) {
    const Result<BaseUrl> again = parse_base_url(url.value().text(), "OPENAI_BASE_URL");
    fuzz::must(again && again.value() == url.value(), "an address reads as it was written");
  }
  RedisOptions options;
  if (!read_redis_url(text, options))
    fuzz::must(options.from_url, "it is known to be from the URL");
  if (const std::optional<IpAddress> address = ip_address_from(text))
    fuzz::must(ip_address_from(to_text(*address)) == address, "an address reads as it was written");
}

void headers(std::string_view text) {
  const std::string_view token = bearer_token(text);
  fuzz::must(token.size() <= text.size(), "a token is a part of its header");
  const std::vector<std::string> lines = lines_of(text);
  static_cast<void>(TrustedProxies::parse(lines));
  const Result<TrustedProxies> trusted = TrustedProxies::parse({"10.0.0.0/8", "::1"});
  const ForwardedBy from{.peer = "10.0.0.1", .forwarded_for = lines, .forwarded_proto = lines};
  const std::string client = trusted.value().client_of(from);
  fuzz::must(ip_address_from(client).has_value(), "a client is an address");
  trusted.value().is_https(from);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  static_cast<void>(parse_env_file(text));
  static_cast<void>(BearerTokens::parse(text));
  addresses(text);
  headers(text);
  return 0;
}
