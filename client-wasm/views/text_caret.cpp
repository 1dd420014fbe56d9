#include "client-wasm/views/text_caret.h"

#include <algorithm>

#include "client-wasm/text/segments.h"
#include "client-wasm/views/text_face.h"

namespace magic {
namespace {

constexpr float kLineEndStrip = 6.0f;

TextFace face_of(const TextLayout& layout, const TextLayout::Piece& piece, const Fonts& fonts) {
  return face_of(piece.style, layout.font_size, layout.code, fonts);
}

// How much of a piece's width its first `bytes` take. A place within a word of one picture is where
// the word would end if it ended there.
float x_before(const TextLayout& layout, const TextLayout::Piece& piece, std::size_t bytes,
               const Fonts& fonts) {
  if (bytes >= piece.text.size()) return piece.width;
  const std::string_view before = std::string_view(piece.text).substr(0, bytes);
  return std::min(piece.width, face_of(layout, piece, fonts).width(before));
}

// From the left of a piece to a place of the whole text in it.
float x_in(const TextLayout& layout, const TextLayout::Piece& piece, std::size_t byte,
           const Fonts& fonts) {
  const std::size_t bytes = std::clamp(byte, piece.begin, piece.end) - piece.begin;
  const float before = x_before(layout, piece, bytes, fonts);
  return piece.direction == Direction::left_to_right ? before : piece.width - before;
}

// Where a line of its direction begins, which has no piece to tell.
float x_of_begin(const TextLayout& layout, const TextLayout::Line& line) {
  return line.direction == Direction::left_to_right ? 0 : layout.width;
}

float x_of(const TextLayout& layout, const TextLayout::Line& line, std::size_t byte,
           const Fonts& fonts) {
  float x = x_of_begin(layout, line);
  for (std::size_t i = line.first_piece; i < line.last_piece; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    if (byte < piece.begin) break;
    // Between two directions the line's own has the caret.
    if (byte == piece.begin && piece.direction != line.direction) break;
    x = piece.x + x_in(layout, piece, byte, fonts);
  }
  return x;
}

float top_of(const TextLayout& layout, std::size_t line) {
  return static_cast<float>(line) * layout.line_height;
}

// The piece at or nearest to `x`; line.last_piece: there is none.
std::size_t piece_at(const TextLayout& layout, const TextLayout::Line& line, float x) {
  std::size_t nearest = line.last_piece;
  float least = 0;
  for (std::size_t i = line.first_piece; i < line.last_piece; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    const float apart = std::max({piece.x - x, x - piece.x - piece.width, 0.0f});
    if (nearest != line.last_piece && apart >= least) continue;
    nearest = i;
    least = apart;
  }
  return nearest;
}

// The byte of the piece's text that is nearest to `x`, in points from its left side.
std::size_t nearest_in(const TextLayout& layout, const TextLayout::Piece& piece, float x,
                       const Fonts& fonts) {
  if (piece.direction == Direction::right_to_left) x = piece.width - x;
  const TextFace face = face_of(layout, piece, fonts);
  const std::string_view text = piece.text;
  ClusterReader reader(text);
  float left = 0;
  for (Cluster cluster; reader.next(cluster);) {
    const float right = left + face.width(cluster, text);
    if (x >= right && cluster.end < text.size()) {
      left = right;
      continue;
    }
    std::size_t before = cluster.begin;
    if (cluster.whole)
      for (const std::size_t end :
           character_ends(text.substr(cluster.begin, cluster.end - cluster.begin))) {
        if (cluster.begin + end == cluster.end) break;
        const float edge = x_before(layout, piece, cluster.begin + end, fonts);
        if (edge > x) {
          const bool nearer = edge - x < x - left;
          return nearer ? cluster.begin + end : before;
        }
        before = cluster.begin + end;
        left = edge;
      }
    return x < (left + right) * 0.5f ? before : cluster.end;
  }
  return text.size();
}

void add_rects(const TextLayout& layout, std::size_t index, std::size_t begin, std::size_t end,
               const Fonts& fonts, std::vector<TextRect>& rects) {
  const TextLayout::Line& line = layout.lines[index];
  const float top = top_of(layout, index), bottom = top + layout.line_height;
  const std::size_t first = rects.size();
  for (std::size_t i = line.first_piece; i < line.last_piece; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    if (piece.end <= begin || piece.begin >= end) continue;
    const float one = piece.x + x_in(layout, piece, begin, fonts);
    const float other = piece.x + x_in(layout, piece, end, fonts);
    rects.push_back({{std::min(one, other), top}, {std::max(one, other), bottom}});
  }
  if (end > line.end && rects.size() == first) {
    const float x = x_of(layout, line, line.end, fonts);
    const bool to_left = line.direction == Direction::right_to_left;
    rects.push_back(
        {{to_left ? x - kLineEndStrip : x, top}, {to_left ? x : x + kLineEndStrip, bottom}});
  }
  // From left to right; there are only a few.
  for (std::size_t i = first + 1; i < rects.size(); ++i)
    for (std::size_t at = i; at > first && rects[at].min.x < rects[at - 1].min.x; --at)
      std::swap(rects[at], rects[at - 1]);
  // Neighbours are filled as one.
  std::size_t last = first;
  for (std::size_t i = first + 1; i < rects.size(); ++i) {
    if (rects[i].min.x <= rects[last].max.x + 0.5f)
      rects[last].max.x = std::max(rects[last].max.x, rects[i].max.x);
    else
      rects[++last] = rects[i];
  }
  if (rects.size() > first) rects.resize(last + 1);
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
  const std::size_t nearest = piece_at(layout, line, point.x);
  if (nearest == line.last_piece) return {line.begin, LineSide::next_line};
  const TextLayout::Piece& piece = layout.pieces[nearest];
  const std::size_t byte = piece.begin + nearest_in(layout, piece, point.x - piece.x, fonts);
  return {byte, byte == line.end ? LineSide::this_line : LineSide::next_line};
}

std::vector<TextRect> rects_of(const TextLayout& layout, std::size_t begin, std::size_t end,
                               const Fonts& fonts) {
  std::vector<TextRect> rects;
  for (std::size_t i = line_of(layout, {begin, LineSide::next_line}); i < layout.lines.size();
       ++i) {
    const TextLayout::Line& line = layout.lines[i];
    if (line.begin >= end) break;
    add_rects(layout, i, begin, end, fonts, rects);
  }
  return rects;
}

}  // namespace magic
