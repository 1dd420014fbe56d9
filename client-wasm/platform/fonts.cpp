#include "client-wasm/platform/fonts.h"

#include <string_view>

#include "client-wasm/platform/glyph_fallback.h"
#include "imgui.h"
#include "ui_fonts.h"

namespace magic {
namespace {

ImFont* add(ImFontAtlas& atlas, std::string_view bytes, float size, FallbackFace face) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // The atlas takes a non-const pointer for fonts that it owns; this one it only reads.
  ImFont* font = atlas.AddFontFromMemoryTTF(const_cast<char*>(bytes.data()),
                                            static_cast<int>(bytes.size()), size, &config);
  add_glyph_fallback(atlas, font, face);
  font->FallbackChar = 0x25A1;  // a box for what no font has
  return font;
}

}  // namespace

Fonts load_fonts(ImFontAtlas& atlas) {
  Fonts fonts;
  fonts.ui = add(atlas, asset("ui"), 15.0f, FallbackFace::proportional);
  fonts.code = add(atlas, asset("code"), 13.5f, FallbackFace::monospaced);
  return fonts;
}

}  // namespace magic
