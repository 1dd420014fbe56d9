// Characters of the system's fonts, drawn by a canvas of the page (web/glyphs.js).
#include <unordered_map>

#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/glyph_fallback.h"

namespace magic {
namespace {

// Asking costs two pictures, and the answer does not change.
bool is_drawable(FallbackFace face, char32_t character) {
  static std::unordered_map<char32_t, bool> known[2];
  auto& answers = known[static_cast<int>(face)];
  const auto it = answers.find(character);
  if (it != answers.end()) return it->second;
  return answers[character] = magic_glyph_is_drawable(static_cast<int>(face), character);
}

}  // namespace

bool draw_system_glyph(FallbackFace face, char32_t character, float em, bool pixels,
                       GlyphPicture& out) {
  if (!is_drawable(face, character)) return false;
  float measured[5] = {};
  magic_glyph_measure(static_cast<int>(face), character, em, measured);
  out.advance = measured[0];
  if (!pixels) return true;
  out.left = static_cast<int>(measured[1]);
  out.top = static_cast<int>(measured[2]);
  out.width = static_cast<int>(measured[3]);
  out.height = static_cast<int>(measured[4]);
  if (out.width == 0 || out.height == 0) return true;
  out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  out.coloured = magic_glyph_draw(static_cast<int>(face), character, em, out.left, out.top,
                                  out.width, out.height, out.rgba.data());
  return true;
}

}  // namespace magic
