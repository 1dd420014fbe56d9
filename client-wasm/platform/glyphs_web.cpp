// Characters of the system's fonts, drawn by a canvas of the page (web/glyphs.js).
#include <unordered_map>

#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/glyph_fallback.h"
#include "shared/utf8.h"

namespace magic {
namespace {

// Asking costs two pictures, and the answer does not change. Of a cluster nobody asks: what the
// system lacks of it, it shows as a box in its place.
bool is_drawable(FallbackFace face, std::string_view text) {
  const Utf8Character front = utf8_front(text);
  if (front.bytes < text.size()) return true;
  static std::unordered_map<char32_t, bool> known[2];
  auto& answers = known[static_cast<int>(face)];
  const auto it = answers.find(front.code);
  if (it != answers.end()) return it->second;
  return answers[front.code] =
             magic_glyph_is_drawable(static_cast<int>(face), text.data(), text.size());
}

}  // namespace

bool draw_system_glyph(FallbackFace face, std::string_view text, float em, bool pixels,
                       GlyphPicture& out) {
  if (!is_drawable(face, text)) return false;
  float measured[5] = {};
  magic_glyph_measure(static_cast<int>(face), text.data(), text.size(), em, measured);
  out.advance = measured[0];
  if (!pixels) return true;
  out.left = static_cast<int>(measured[1]);
  out.top = static_cast<int>(measured[2]);
  out.width = static_cast<int>(measured[3]);
  out.height = static_cast<int>(measured[4]);
  if (out.width == 0 || out.height == 0) return true;
  out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  out.coloured = magic_glyph_draw(static_cast<int>(face), text.data(), text.size(), em, out.left,
                                  out.top, out.width, out.height, out.rgba.data());
  return true;
}

}  // namespace magic
