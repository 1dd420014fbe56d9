#include "proxy/http/bearer_tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <set>

#include "proxy/base/file_text.h"
#include "proxy/http/lower.h"

namespace magic {
namespace {

constexpr std::string_view kMethod = ":sha256:";
constexpr std::size_t kMaxNameBytes = 64;
// As of the settings.
constexpr int kMostTurnsPerMinute = 60'000;
constexpr std::int64_t kMostTokensPerDay = 1'000'000'000'000;

Error wrong(std::string sentence) { return {ErrorCode::internal, std::move(sentence)}; }

// A name is part of a session's owner, hence of Redis keys.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
         });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Takes ":NUMBER" or ":" off the front, if it is there. False: it is neither.
template <class Number>
bool read_limit(std::string_view& rest, std::optional<Number>& limit, Number most) {
  if (rest.empty()) return true;
  if (rest.front() != ':') return false;
  const std::string_view digits = rest.substr(1, rest.find(':', 1) - 1);
  rest.remove_prefix(digits.size() + 1);
  if (digits.empty()) return true;
  Number number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, number);
  if (problem != std::errc{} || stop != end || number < 0 || number > most) return false;
  limit = number;
  return true;
}

}  // namespace

std::optional<BearerTokens::Entry> BearerTokens::parse_line(std::string_view line) {
  const std::size_t method = line.find(kMethod);
  if (method == std::string_view::npos || !is_name(line.substr(0, method))) return std::nullopt;
  Entry entry{std::string(line.substr(0, method)), {}, {}};
  std::string_view rest = line.substr(method + kMethod.size());
  const std::string_view hex = rest.substr(0, entry.digest.size() * 2);
  if (hex.size() != entry.digest.size() * 2) return std::nullopt;
  rest.remove_prefix(hex.size());
  if (!read_limit(rest, entry.limits.turns_per_minute, kMostTurnsPerMinute) ||
      !read_limit(rest, entry.limits.tokens_per_day, kMostTokensPerDay) || !rest.empty())
    return std::nullopt;
  for (std::size_t i = 0; i < entry.digest.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    entry.digest[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return entry;
}

Result<BearerTokens> BearerTokens::parse(std::string_view text) {
  BearerTokens tokens;
  std::set<std::string> names;
  std::set<Digest> digests;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    std::optional<Entry> entry = parse_line(line);
    const std::string where = "Line " + std::to_string(number) + " of the tokens file ";
    if (!entry)
      return wrong(where +
                   "must be name:sha256:DIGITS, with the 64 digits that "
                   "'printf %s TOKEN | sha256sum' prints, then :TURNS:TOKENS if it has limits of "
                   "its own.");
    if (!names.insert(entry->name).second)
      return wrong(where + "has the name of a line before it.");
    if (!digests.insert(entry->digest).second)
      return wrong(where + "has the token of a line before it: whose would it be?");
    tokens.entries_.push_back(*std::move(entry));
  }
  if (tokens.entries_.empty()) return wrong("The tokens file holds no token.");
  return tokens;
}

Result<BearerTokens> BearerTokens::load(const std::string& path) {
  const std::optional<std::string> text = file_text(path);
  if (!text) return wrong("PROXY_TOKENS_FILE names " + path + ", which cannot be read.");
  return parse(*text);
}

BearerTokens::Digest BearerTokens::digest_of(std::string_view token) {
  Digest digest{};
  // It fails only when OpenSSL itself is broken; then nobody is let in.
  if (EVP_Digest(token.data(), token.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    std::abort();
  return digest;
}

std::optional<std::string> BearerTokens::name_of(std::string_view token) const {
  const Digest digest = digest_of(token);
  const Entry* found = nullptr;
  for (const Entry& entry : entries_)
    if (CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0) found = &entry;
  return found == nullptr ? std::nullopt : std::optional(found->name);
}

OwnLimits BearerTokens::limits_of(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.name == name) return entry.limits;
  return {};
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer";  // in any case: RFC 9110, section 11.1
  const bool is_bearer = lower(authorization.substr(0, kScheme.size())) == kScheme;
  if (!is_bearer || authorization.size() == kScheme.size()) return {};
  const std::string_view rest = authorization.substr(kScheme.size());
  return rest.front() == ' ' ? trimmed(rest) : std::string_view();
}

}  // namespace magic
