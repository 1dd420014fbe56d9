// The tokens that let somebody use the proxy, where any are configured (PROXY_TOKENS_FILE).
//
// The file has one token a line, `name:sha256:<64 hex digits>`, and holds no token itself: the
// digits come from `printf %s TOKEN | sha256sum`. Empty lines, and lines that begin with #, are
// skipped. SHA-256 without salt is enough because a token is to be long and random, not a password:
// `openssl rand -hex 32` makes one.
// Thread rule: immutable after parsing.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace magic {

class BearerTokens {
 public:
  // Errors: internal, naming the line, never showing what stands in it. A file without a token is
  // an error too: whoever names one does not want an open proxy.
  static Result<BearerTokens> parse(std::string_view text);
  // Errors: likewise, and one that names a file which cannot be read.
  static Result<BearerTokens> load(const std::string& path);

  // Whose token it is; nullopt: nobody's. Takes equally long for a token that is nearly right.
  std::optional<std::string> name_of(std::string_view token) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  struct Entry {
    std::string name;
    Digest digest;
  };
  static std::optional<Entry> parse_line(std::string_view line);
  static Digest digest_of(std::string_view token);

  std::vector<Entry> entries_;
};

// What stands behind "Bearer " in an Authorization header; empty when nothing does.
std::string_view bearer_token(std::string_view authorization);

}  // namespace magic
