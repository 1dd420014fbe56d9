// Characters that the embedded fonts lack (Chinese, Japanese, Korean, Arabic, emoji in colour...),
// drawn with the system's fonts: by a canvas in the browser, by FreeType and fontconfig on the
// desktop. No font file is shipped for them.
//
// A character, or a cluster that is drawn as a whole (text/clusters.h), is drawn the first time it is
// shown at a size, and kept in Dear ImGui's atlas.
// Thread rule: UI thread.
#pragma once

#include <string_view>
#include <vector>

struct ImFont;
struct ImFontBaked;
struct ImFontAtlas;

namespace magic {

enum class FallbackFace { proportional, monospaced };

// One character's or cluster's picture. Positions are device pixels from the pen's place on the base line.
struct GlyphPicture {
  float advance = 0;
  int left = 0;  // of the picture's first column
  int top = 0;   // of its first row; negative is above the base line
  int width = 0, height = 0;
  bool coloured = false;            // draw as it is; otherwise only alpha counts
  std::vector<unsigned char> rgba;  // width * height * 4, straight alpha
};

// The system's side. `text` is one character or cluster, `em` is in device pixels. False: no font of
// the system has it. With `pixels` false only the advance is wanted.
bool draw_system_glyph(FallbackFace face, std::string_view text, float em, bool pixels,
                       GlyphPicture& out);

// How wide the whole of a cluster is in a face at a size, in points. No picture is made.
float picture_advance(FallbackFace face, const ImFontBaked& baked, std::string_view text);

// Makes `font` fall back to the system's fonts for everything that its own file lacks.
void add_glyph_fallback(ImFontAtlas& atlas, ImFont* font, FallbackFace face);

// To be called between two frames: makes room when very many clusters were drawn.
void tidy_glyphs(ImFontAtlas& atlas);

}  // namespace magic
