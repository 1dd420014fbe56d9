// A font file of the system, opened with FreeType.
//
// Thread rule: UI thread.
#pragma once

#include <memory>
#include <string>

#include "client-wasm/platform/glyph_fallback.h"

namespace magic {

class SystemFont {
 public:
  // nullptr when the file is no font that FreeType can draw.
  static std::unique_ptr<SystemFont> open(const std::string& path, int index);
  virtual ~SystemFont() = default;

  // As draw_system_glyph().
  virtual bool draw(char32_t character, float em, bool pixels, GlyphPicture& out) = 0;
};

}  // namespace magic
