#include "client-wasm/platform/glyph_fallback.h"

#include "imgui.h"
#include "imgui_internal.h"

namespace magic {
namespace {

// Beyond this a picture would take a good part of the atlas.
constexpr float kLargestEm = 400.0f;

FallbackFace face_of(const ImFontConfig& source) {
  return source.FontNo == 0 ? FallbackFace::proportional : FallbackFace::monospaced;
}

bool may_be_drawn(ImWchar character) {
  // Controls, surrogates and the private areas show as Dear ImGui's own box.
  return character >= 0xA0 && !(character >= 0xD800 && character <= 0xF8FF) && character < 0xF0000;
}

bool init_source(ImFontAtlas*, ImFontConfig* source) {
  if (source->SizePixels == 0.0f) source->SizePixels = source->DstFont->Sources[0]->SizePixels;
  return true;
}

bool contains(ImFontAtlas*, ImFontConfig* source, ImWchar character) {
  GlyphPicture picture;
  return may_be_drawn(character) &&
         draw_system_glyph(face_of(*source), character, 16.0f, false, picture);
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*,
                ImWchar character, ImFontGlyph* glyph, float* advance_only) {
  const float density = source->RasterizerDensity * baked->RasterizerDensity;
  // Dear ImGui's size is ascent plus descent; fonts are chosen by em, which is smaller.
  const float em = baked->Size * density * 0.82f;
  if (!may_be_drawn(character) || em > kLargestEm) return false;
  GlyphPicture picture;
  if (!draw_system_glyph(face_of(*source), character, em, advance_only == nullptr, picture))
    return false;
  if (advance_only != nullptr) {
    *advance_only = picture.advance / density;
    return true;
  }
  glyph->Codepoint = character;
  glyph->AdvanceX = picture.advance / density;
  if (picture.width == 0 || picture.height == 0) return true;

  const ImFontAtlasRectId pack_id = ImFontAtlasPackAddRect(atlas, picture.width, picture.height);
  if (pack_id == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, pack_id);
  glyph->X0 = static_cast<float>(picture.left) / density;
  glyph->Y0 = static_cast<float>(picture.top) / density + IM_ROUND(baked->Ascent);
  glyph->X1 = glyph->X0 + static_cast<float>(picture.width) / density;
  glyph->Y1 = glyph->Y0 + static_cast<float>(picture.height) / density;
  glyph->Visible = true;
  glyph->Colored = picture.coloured;
  glyph->PackId = pack_id;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, rect, picture.rgba.data(),
                                     ImTextureFormat_RGBA32, picture.width * 4);
  return true;
}

const ImFontLoader* loader() {
  static const ImFontLoader instance = [] {
    ImFontLoader made;
    made.Name = "system fonts";
    made.FontSrcInit = init_source;
    made.FontSrcContainsGlyph = contains;
    made.FontBakedLoadGlyph = load_glyph;
    return made;
  }();
  return &instance;
}

}  // namespace

void add_glyph_fallback(ImFontAtlas& atlas, ImFont* font, FallbackFace face) {
  ImFontConfig config;
  config.MergeMode = true;
  config.DstFont = font;
  config.FontLoader = loader();
  // Dear ImGui keeps no field for a loader's own use that it would not free: the index of a font in
  // its file serves, because there is no file.
  config.FontNo = static_cast<ImU32>(face);
  atlas.AddFont(&config);
}

}  // namespace magic
