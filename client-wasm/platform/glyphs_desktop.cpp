#include "client-wasm/platform/glyph_fallback.h"

namespace magic {
bool draw_system_glyph(FallbackFace, char32_t, float, bool, GlyphPicture&) { return false; }
}  // namespace magic
