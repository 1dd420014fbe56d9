// Where a place in a laid-out text is on the screen, and which place is at a point: what carets,
// selections and searching need.
//
// A place is a byte offset into the whole text (text_layout.h), between two characters as a person
// counts them. At a soft line break the same offset stands at the end of one line and at the
// beginning of the next; `LineSide` tells which is meant.
// Thread rule: UI thread (measures with the fonts of Dear ImGui). Units: points, from the layout's
// upper left.
#pragma once

#include <cstddef>
#include <vector>

#include "client-wasm/views/text_layout.h"

namespace magic {

enum class LineSide { next_line, this_line };  // this_line: at the end of the line before the break

struct TextPlace {
  std::size_t byte = 0;
  LineSide side = LineSide::next_line;

  bool operator==(const TextPlace&) const = default;
};

// The place nearest to a point; above the text is its first line, below it the last.
TextPlace place_at(const TextLayout& layout, ImVec2 point, const Fonts& fonts);

// The upper end of a caret there.
ImVec2 caret_at(const TextLayout& layout, TextPlace place, const Fonts& fonts);
// The index into layout.lines.
std::size_t line_of(const TextLayout& layout, TextPlace place);

struct TextRect {
  ImVec2 min, max;
};
// What is to be filled where [begin, end) is selected or found. A line end that is within it shows
// as a narrow strip.
std::vector<TextRect> rects_of(const TextLayout& layout, std::size_t begin, std::size_t end,
                               const Fonts& fonts);

}  // namespace magic
