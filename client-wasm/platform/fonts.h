// The two faces of the product: Inter for the UI, JetBrains Mono for code. Both are embedded
// subsets (Latin, Greek, Cyrillic, punctuation, arrows, box drawing); whatever they lack is drawn
// with the system's fonts, see glyph_fallback.h.
//
// Dear ImGui makes glyphs at the size they are drawn at: a heading is PushFont(fonts.ui, 20).
// Thread rule: UI thread.
#pragma once

struct ImFont;
struct ImFontAtlas;

namespace magic {

struct Fonts {
  ImFont* ui = nullptr;
  ImFont* code = nullptr;
};

// Adds both to `atlas`. Figures of the UI face all have one width, and code has no ligatures.
Fonts load_fonts(ImFontAtlas& atlas);

}  // namespace magic
