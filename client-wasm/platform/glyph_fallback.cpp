#include "client-wasm/platform/glyph_fallback.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client-wasm/text/cluster_codes.h"
#include "imgui.h"
#include "imgui_internal.h"
#include "shared/utf8.h"

namespace magic {
namespace {

// Beyond these a picture would take a good part of the atlas.
constexpr float kLargestEm = 400.0f;
constexpr int kWidest = 2000;

FallbackFace face_of(const ImFontConfig& source) {
  return source.FontNo == 0 ? FallbackFace::proportional : FallbackFace::monospaced;
}

// What to draw; empty: shows as Dear ImGui's own box, like controls and surrogates.
std::string text_of(ImWchar character) {
  std::string text(text_of_code(character));
  if (!text.empty() || character < 0xA0 || (character >= 0xD800 && character <= 0xF8FF) ||
      character >= 0xF0000)
    return text;
  append_utf8(text, character);
  return text;
}

// In device pixels. A font's em is smaller than Dear ImGui's size, which is ascent plus descent.
struct Measured {
  float em = 0, advance = 0;
  float left = 0;  // the picture stands in the middle of its cells
};
bool measure(FallbackFace face, const ImFontBaked& baked, std::string_view text, Measured& out) {
  const float density = baked.RasterizerDensity;
  out.em = baked.Size * density * 0.82f;
  GlyphPicture picture;
  if (out.em > kLargestEm || !draw_system_glyph(face, text, out.em, false, picture)) return false;
  out.advance = picture.advance;
  const ImFontGlyph* space = const_cast<ImFontBaked&>(baked).FindGlyphNoFallback(' ');
  if (face == FallbackFace::proportional || space == nullptr || out.advance == 0) return true;
  // Code keeps its columns: whole cells, two for a Chinese character or an emoji.
  const float cell = space->AdvanceX * density;
  out.advance = std::max(1.0f, std::round(out.advance / cell)) * cell;
  const float shrunk = std::min(1.0f, out.advance / picture.advance);
  out.em *= shrunk;
  out.left = (out.advance - picture.advance * shrunk) * 0.5f;
  return true;
}

bool init_source(ImFontAtlas*, ImFontConfig* source) {
  if (source->SizePixels == 0.0f) source->SizePixels = source->DstFont->Sources[0]->SizePixels;
  return true;
}

bool contains(ImFontAtlas*, ImFontConfig* source, ImWchar character) {
  const std::string text = text_of(character);
  GlyphPicture picture;
  return !text.empty() && draw_system_glyph(face_of(*source), text, 16.0f, false, picture);
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*,
                ImWchar character, ImFontGlyph* glyph, float* advance_only) {
  const FallbackFace face = face_of(*source);
  const float density = baked->RasterizerDensity;
  const std::string text = text_of(character);
  Measured measured;
  if (text.empty() || !measure(face, *baked, text, measured)) return false;
  if (advance_only != nullptr) {
    *advance_only = measured.advance / density;
    return true;
  }
  GlyphPicture picture;
  if (!draw_system_glyph(face, text, measured.em, true, picture) || picture.width > kWidest)
    return false;
  glyph->Codepoint = character;
  glyph->AdvanceX = measured.advance / density;
  if (picture.width == 0 || picture.height == 0) return true;

  const ImFontAtlasRectId pack_id = ImFontAtlasPackAddRect(atlas, picture.width, picture.height);
  if (pack_id == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, pack_id);
  glyph->X0 = (static_cast<float>(picture.left) + measured.left) / density;
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

float picture_advance(FallbackFace face, const ImFontBaked& baked, std::string_view text) {
  Measured measured;
  return measure(face, baked, text, measured) ? measured.advance / baked.RasterizerDensity
                                              : baked.FallbackAdvanceX;
}

void tidy_glyphs(ImFontAtlas& atlas) {
  if (take_back_codes()) ImFontAtlasBuildDiscardBakes(&atlas, 0);
}

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
