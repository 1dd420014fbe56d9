#include "proxy/store/redis_url.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace magic {
namespace {

constexpr int kRedisPort = 6379;
constexpr int kSentinelPort = 26379;
constexpr int kMaxDb = 1'000'000;

using Problem = std::optional<std::string>;

std::optional<int> number(std::string_view digits, int least, int most) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value);
  if (problem != std::errc{} || stop != end || value < least || value > most) return std::nullopt;
  return value;
}

// With %41 as "A"; nullopt: a % that is not followed by two hex digits, or a control character.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const std::string_view digits = text.substr(i + 1, 2);
      unsigned value = 0;
      const auto [stop, problem] =
          std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
      if (digits.size() != 2 || stop != digits.data() + 2 || problem != std::errc{})
        return std::nullopt;
      c = static_cast<char>(value);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    plain += c;
  }
  return plain;
}

// What stands before `mark`, which is taken off `rest` with it; all of it when there is none.
std::string_view cut(std::string_view& rest, char mark) {
  const std::size_t end = rest.find(mark);
  const std::string_view before = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return before;
}

Problem read_login(std::string_view login, RedisOptions& options) {
  const std::size_t colon = login.find(':');
  if (colon == std::string_view::npos)
    return "a user stands without a password; write :PASSWORD@ for a password without a user";
  std::optional<std::string> user = decoded(login.substr(0, colon));
  std::optional<std::string> password = decoded(login.substr(colon + 1));
  if (!user || !password)
    return "user or password has a % without two hex digits, or a control character";
  options.username = std::move(*user);
  options.password = Secret(std::move(*password));
  return std::nullopt;
}

// "host", "host:port", "[::1]:port".
Problem read_endpoint(std::string_view text, int default_port, RedisEndpoint& endpoint) {
  const bool is_bracketed = text.starts_with('[');
  const std::size_t end = is_bracketed ? text.find(']') : text.find(':');
  if (is_bracketed && end == std::string_view::npos) return "a [ has no ]";
  const std::string_view host = is_bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  std::string_view rest = text.substr(std::min(is_bracketed ? end + 1 : end, text.size()));
  const bool is_plain = std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '%' && c != '@' && c != ',' && c != '[' && c != ']';
  });
  if (host.empty() || !is_plain) return "a host is missing or holds what no host can";

  std::optional<int> port = default_port;
  if (!rest.empty()) port = rest.starts_with(':') ? number(rest.substr(1), 1, 65535) : std::nullopt;
  if (!port) return "the port is no number from 1 to 65535";
  endpoint = {std::string(host), *port};
  return std::nullopt;
}

Problem read_db(std::string_view digits, RedisOptions& options) {
  if (digits.empty()) return std::nullopt;
  const std::optional<int> db = number(digits, 0, kMaxDb);
  if (!db) return "the database is no number from 0 to " + std::to_string(kMaxDb);
  options.db = *db;
  return std::nullopt;
}

Problem read_socket(std::string_view rest, RedisOptions& options) {
  std::optional<std::string> path = decoded(cut(rest, '?'));
  if (!path || path->size() < 2) return "the path of the socket is missing or cannot be read";
  options.unix_socket = std::move(*path);
  if (rest.empty()) return std::nullopt;
  if (!rest.starts_with("db=")) return "after the ? only db=NUMBER may stand";
  return read_db(rest.substr(3), options);
}

// `rest`: what stands behind the login.
Problem read_servers(std::string_view rest, bool is_sentinel, RedisOptions& options) {
  if (rest.find_first_of("?#") != std::string_view::npos) return "a ? or # stands behind the login";
  std::string_view servers = cut(rest, '/');
  if (!is_sentinel) {
    RedisEndpoint endpoint;
    if (Problem problem = read_endpoint(servers, kRedisPort, endpoint)) return problem;
    options.host = std::move(endpoint.host);
    options.port = endpoint.port;
    return read_db(rest, options);
  }
  do {
    if (Problem problem =
            read_endpoint(cut(servers, ','), kSentinelPort, options.sentinels.emplace_back()))
      return problem;
  } while (!servers.empty());
  std::optional<std::string> name = decoded(cut(rest, '/'));
  if (!name || name->empty()) return "the name of the master is missing behind the Sentinels";
  options.master_name = std::move(*name);
  return read_db(rest, options);
}

}  // namespace

std::optional<std::string> read_redis_url(std::string_view url, RedisOptions& options) {
  const std::size_t scheme_end = url.find("://");
  const std::string_view scheme = url.substr(0, scheme_end);
  const bool is_sentinel = scheme.ends_with("+sentinel");
  const std::string_view kind = scheme.substr(0, scheme.find('+'));
  const bool is_unix = scheme == "unix";
  if (scheme_end == std::string_view::npos ||
      (!is_unix && scheme != "redis" && scheme != "rediss" &&
       !(is_sentinel && (scheme == "redis+sentinel" || scheme == "rediss+sentinel"))))
    return "it begins with none of redis://, rediss://, unix://, redis+sentinel:// and "
           "rediss+sentinel://";

  RedisOptions read = options;
  read.unix_socket.clear();
  read.sentinels.clear();
  read.master_name.clear();
  read.tls = kind == "rediss";
  read.from_url = true;
  std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t at = rest.substr(0, rest.find('/')).rfind('@');
  if (at != std::string_view::npos) {
    if (Problem problem = read_login(rest.substr(0, at), read)) return problem;
    rest.remove_prefix(at + 1);
  }
  if (Problem problem = is_unix ? read_socket(rest, read) : read_servers(rest, is_sentinel, read))
    return problem;
  options = std::move(read);
  return std::nullopt;
}

}  // namespace magic
