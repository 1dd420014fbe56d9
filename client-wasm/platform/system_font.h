// A font file of the system: HarfBuzz says which of its glyphs stand where for a text, FreeType draws
// them.
//
// Thread rule: UI thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "client-wasm/platform/glyph_fallback.h"

namespace magic {

class SystemFont {
 public:
  // nullptr when the file is no font that FreeType can draw.
  static std::unique_ptr<SystemFont> open(const std::string& path, int index);
  virtual ~SystemFont() = default;

  // As draw_system_glyph(). `text` is of one direction and script.
  virtual bool draw(std::string_view text, float em, bool pixels, GlyphPicture& out) = 0;
};

}  // namespace magic
