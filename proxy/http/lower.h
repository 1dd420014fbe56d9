// Text in small letters, as far as it is ASCII: what HTTP compares so (schemes, hosts, media types).
// Thread rule: a pure function.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace magic {

inline std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace magic
