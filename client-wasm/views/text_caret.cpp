#include "client-wasm/views/text_caret.h"

#include <algorithm>

#include "client-wasm/text/segments.h"

namespace magic {
namespace {

constexpr float kLineEndStrip = 6.0f;

float font_size_of(const TextLayout& layout, const TextLayout::Piece& piece) {
  return piece.style.code && !layout.code ? layout.font_size * (size::code / size::text)
                                          : layout.font_size;
}

float width_of(const TextLayout& layout, const TextLayout::Piece& piece, std::size_t bytes,
               const Fonts& fonts) {
  ImFont* font = piece.style.code || layout.code ? fonts.code : fonts.ui;
  const char* text = piece.text.data();
  return font->CalcTextSizeA(font_size_of(layout, piece), 1e9f, 0, text, text + bytes).x;
}

// From the left of the piece to a place in it.
float x_in(const TextLayout& layout, const TextLayout::Piece& piece, std::size_t byte,
           const Fonts& fonts) {
  if (byte <= piece.begin) return 0;
  if (byte >= piece.end) return piece.width;
  return width_of(layout, piece, byte - piece.begin, fonts);
}

float x_of(const TextLayout& layout, const TextLayout::Line& line, std::size_t byte,
           const Fonts& fonts) {
  float x = 0;
  for (std::size_t i = line.first_piece; i < line.last_piece; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    if (byte < piece.begin) break;
    x = piece.x + x_in(layout, piece, byte, fonts);
  }
  return x;
}

float top_of(const TextLayout& layout, std::size_t line) {
  return static_cast<float>(line) * layout.line_height;
}

}  // namespace

std::size_t line_of(const TextLayout& layout, TextPlace place) {
  const auto after = std::upper_bound(
      layout.lines.begin(), layout.lines.end(), place.byte,
      [](std::size_t byte, const TextLayout::Line& line) { return byte < line.begin; });
  auto index = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - layout.lines.begin(), 1));
  --index;
  const bool at_begin = index > 0 && layout.lines[index].begin == place.byte;
  if (place.side == LineSide::this_line && at_begin && layout.lines[index - 1].end == place.byte)
    --index;
  return index;
}

ImVec2 caret_at(const TextLayout& layout, TextPlace place, const Fonts& fonts) {
  const std::size_t line = line_of(layout, place);
  return {x_of(layout, layout.lines[line], place.byte, fonts), top_of(layout, line)};
}

TextPlace place_at(const TextLayout& layout, ImVec2 point, const Fonts& fonts) {
  const float row =
      std::clamp(point.y / layout.line_height, 0.0f, static_cast<float>(layout.lines.size() - 1));
  const TextLayout::Line& line = layout.lines[static_cast<std::size_t>(row)];
  TextPlace place{line.begin, LineSide::next_line};
  for (std::size_t i = line.first_piece; i < line.last_piece; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    std::size_t begin = 0;
    float left = piece.x;
    for (const std::size_t end : character_ends(piece.text)) {
      const float right = piece.x + width_of(layout, piece, end, fonts);
      if (point.x < (left + right) * 0.5f) return {piece.begin + begin, LineSide::next_line};
      begin = end;
      left = right;
    }
    place = {piece.end, LineSide::this_line};
  }
  return place;
}

std::vector<TextRect> rects_of(const TextLayout& layout, std::size_t begin, std::size_t end,
                               const Fonts& fonts) {
  std::vector<TextRect> rects;
  for (std::size_t i = line_of(layout, {begin, LineSide::next_line}); i < layout.lines.size();
       ++i) {
    const TextLayout::Line& line = layout.lines[i];
    if (line.begin >= end) break;
    const float y = top_of(layout, i);
    const float left = x_of(layout, line, std::max(begin, line.begin), fonts);
    float right = x_of(layout, line, std::min(end, line.end), fonts);
    if (end > line.end) right = std::max(right, left + kLineEndStrip);
    rects.push_back({{left, y}, {right, y + layout.line_height}});
  }
  return rects;
}

}  // namespace magic
