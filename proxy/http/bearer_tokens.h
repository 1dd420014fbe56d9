// The tokens that let somebody use the proxy, where any are configured (PROXY_TOKENS_FILE).
//
// The file has one token a line, `name:sha256:<64 hex digits>`, and holds no token itself: the
// digits come from `printf %s TOKEN | sha256sum`. Limits of its own may follow, turns a minute and
// then tokens a day: `...:60:100000`; an empty one is the general limit, 0 is none. Empty lines, and
// lines that begin with #, are skipped. SHA-256 without salt is enough because a token is to be long
// and random, not a password: `openssl rand -hex 32` makes one.
// Thread rule: immutable after parsing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace magic {

// Where a token's line says something else than the general limits.
struct OwnLimits {
  std::optional<int> turns_per_minute;
  std::optional<std::int64_t> tokens_per_day;
};

class BearerTokens {
 public:
  // Errors: internal, naming the line, never showing what stands in it. A file without a token is
  // an error too: whoever names one does not want an open proxy.
  static Result<BearerTokens> parse(std::string_view text);
  // Errors: likewise, and one that names a file which cannot be read.
  static Result<BearerTokens> load(const std::string& path);

  // Whose token it is; nullopt: nobody's. Takes equally long for a token that is nearly right.
  std::optional<std::string> name_of(std::string_view token) const;
  // Of the token with that name.
  OwnLimits limits_of(std::string_view name) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  struct Entry {
    std::string name;
    Digest digest;
    OwnLimits limits;
  };
  static std::optional<Entry> parse_line(std::string_view line);
  static Digest digest_of(std::string_view token);

  std::vector<Entry> entries_;
};

// What stands behind "Bearer " in an Authorization header; empty when nothing does.
std::string_view bearer_token(std::string_view authorization);

}  // namespace magic
