// Characters of the system's fonts, drawn by a canvas of the page (web/glyphs.js).
#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/glyph_fallback.h"
#include "shared/utf8.h"

namespace magic {
bool draw_system_glyph(FallbackFace face, std::string_view text, float em, bool pixels,
                       GlyphPicture& out) {
  // Of a cluster nobody asks: what the system lacks of it, it shows as a box in its place.
  if (utf8_front(text).bytes == text.size() &&
      !magic_glyph_is_drawable(static_cast<int>(face), text.data(), text.size()))
    return false;
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
