#include "shared/token_estimate.h"

#include <cstddef>

namespace magic {

int estimate_tokens(std::string_view text) {
  // Quarters of a token, so that short texts are not rounded to nothing.
  std::size_t quarters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      quarters += 1;
    } else if (byte >= 0xE0) {
      quarters += 4;  // first byte of a 3 or 4 byte character: CJK, emoji, most Indic scripts
    } else if (byte >= 0xC0) {
      quarters += 2;  // first byte of a 2 byte character: accents, Greek, Cyrillic, Arabic
    }
  }
  return static_cast<int>((quarters + 3) / 4);
}

}  // namespace magic
