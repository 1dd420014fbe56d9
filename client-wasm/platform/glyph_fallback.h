// Characters that the embedded fonts lack (Chinese, Japanese, Korean, Arabic, emoji in colour...),
// drawn with the system's fonts: by a canvas in the browser, by FreeType and fontconfig on the
// desktop. No font file is shipped for them.
//
// A character is drawn the first time it is shown at a size, and kept in Dear ImGui's atlas.
// Limit: one code point at a time, so joined scripts and emoji made of several code points are not
// composed.
// Thread rule: UI thread.
#pragma once

#include <vector>

struct ImFont;
struct ImFontAtlas;

namespace magic {

enum class FallbackFace { proportional, monospaced };

// One character's picture. Positions are device pixels from the pen's place on the base line.
struct GlyphPicture {
  float advance = 0;
  int left = 0;  // of the picture's first column
  int top = 0;   // of its first row; negative is above the base line
  int width = 0, height = 0;
  bool coloured = false;            // draw as it is; otherwise only alpha counts
  std::vector<unsigned char> rgba;  // width * height * 4, straight alpha
};

// The system's side. `em` is in device pixels. False: no font of the system has the character.
// With `pixels` false only the advance is wanted.
bool draw_system_glyph(FallbackFace face, char32_t character, float em, bool pixels,
                       GlyphPicture& out);

// Makes `font` fall back to the system's fonts for everything that its own file lacks.
void add_glyph_fallback(ImFontAtlas& atlas, ImFont* font, FallbackFace face);

}  // namespace magic
