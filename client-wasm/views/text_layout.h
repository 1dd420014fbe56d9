// Text of several styles broken into lines: the one layout that bubbles, answers, code, tables and
// notices share. Dear ImGui's own wrapping knows one style, one line height, and one direction.
//
// A paragraph whose first letter runs from right to left stands at the right; code never does. Words
// of the other direction stand in a line as Unicode says (text/bidi.h).
//
// A layout holds no colours, so it outlives a change of theme. Places in the text are byte offsets
// into its spans, one after the other. Units: points.
// Limit: a word whose letters join is drawn in one style, that of its first letter.
// Thread rule: UI thread (measures with the fonts of Dear ImGui).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/text/bidi.h"
#include "client-wasm/views/styled_text.h"
#include "client-wasm/views/theme.h"

namespace magic {

struct TextLayout {
  // A part of one line, of one style and direction.
  struct Piece {
    std::string text;  // [begin, end) of the whole text as it was given
    TextStyle style;
    float x = 0, y = 0, width = 0;  // x: its left side, y: top of its line
    std::size_t begin = 0, end = 0;
    Direction direction = Direction::left_to_right;
  };
  // One line of what is shown; a text has at least one. Its end is behind the last character that
  // belongs to it, a space or LF at its end not counted.
  struct Line {
    std::size_t begin = 0, end = 0;
    std::size_t first_piece = 0, last_piece = 0;     // [first, last), in the order of the text
    Direction direction = Direction::left_to_right;  // its paragraph's
  };
  std::vector<Piece> pieces;
  std::vector<Line> lines;
  bool code = false;
  float font_size = size::text;
  float line_height = size::text * size::line;
  float width = 0;   // of the widest line
  float height = 0;  // a text without lines has one empty line
  ImVec2 end;        // where the next character would stand
};

struct TextFormat {
  float font_size = size::text;
  float line_height = size::line;  // in font sizes
  bool code = false;               // the code face, all of it
  bool wrap = true;
  // Lines from right to left end at the width that there is; otherwise at that of the widest line.
  bool fill = true;
};

TextLayout lay_out(const std::vector<StyledText>& spans, float max_width, const TextFormat& format,
                   const Fonts& fonts);
TextLayout lay_out(std::string_view text, float max_width, const TextFormat& format,
                   const Fonts& fonts);

// Returns the link that the pointer is on, or -1.
int draw(const TextLayout& layout, ImVec2 at, ImU32 colour, const Look& look);

// One line, no wrapping, from left to right as it is seen.
float text_width(std::string_view text, float font_size, const Fonts& fonts);
void draw_text(std::string_view text, ImVec2 at, float font_size, ImU32 colour, const Look& look);
// Cut at its end to fit, with an ellipsis.
std::string elided(std::string_view text, float max_width, float font_size, const Fonts& fonts);

}  // namespace magic
