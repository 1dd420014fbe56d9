#include "client-wasm/model/shown_text.h"

#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the reordering, invisible or control character at the front of valid UTF-8, or 0.
std::size_t harmful_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned a = byte(0), b = byte(1), c = byte(2), d = byte(3);
  if (a < 0x20) return a == '\n' || a == '\t' ? 0 : 1;
  if (a == 0x7F) return 1;
  if (a == 0xC2 && b >= 0x80 && b <= 0x9F) return 2;  // C1 controls
  if (a == 0xD8 && b == 0x9C) return 2;               // U+061C
  if (a == 0xE2 && b == 0x80 && (c == 0x8E || c == 0x8F || (c >= 0xAA && c <= 0xAE))) return 3;
  if (a == 0xE2 && b == 0x80 && c == 0x8B) return 3;                              // U+200B
  if (a == 0xE2 && b == 0x81 && c >= 0xA0 && c <= 0xAF) return 3;                 // U+2060..206F
  if (a == 0xEF && b == 0xBB && c == 0xBF) return 3;                              // U+FEFF
  if (a == 0xEF && b == 0xBF && c >= 0xB9 && c <= 0xBB) return 3;                 // U+FFF9..FFFB
  if (a == 0xE1 && b == 0xA0 && c == 0x8E) return 3;                              // U+180E
  if (a == 0xF3 && b == 0xA0 && (c == 0x80 || c == 0x81) && d >= 0x80) return 4;  // U+E0000..E007F
  return 0;
}

}  // namespace

std::string shown_text(std::string_view text) {
  const std::string valid = utf8_repaired(text);
  std::string shown;
  shown.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size();) {
    if (valid[i] == '\r' && i + 1 < valid.size() && valid[i + 1] == '\n') {
      ++i;
    } else if (const std::size_t bytes = harmful_bytes(std::string_view(valid).substr(i));
               bytes > 0) {
      shown += kReplacement;
      i += bytes;
    } else {
      shown += valid[i++];
    }
  }
  return shown;
}

}  // namespace magic
