// How a laid-out text, and a line of text, is drawn.
#include <algorithm>

#include "client-wasm/text/cluster_codes.h"
#include "client-wasm/views/text_face.h"
#include "client-wasm/views/text_layout.h"

namespace magic {
namespace {

ImU32 colour_of(CodeInk ink, ImU32 plain, const Palette& palette) {
  switch (ink) {
    case CodeInk::plain:
      return plain;
    case CodeInk::keyword:
      return palette.code_keyword;
    case CodeInk::string:
      return palette.code_string;
    case CodeInk::number:
      return palette.code_number;
    case CodeInk::comment:
      return palette.code_comment;
  }
  return plain;
}

// There is one weight and no slanted face: bold is drawn twice, italic is sheared.
void draw_piece(const TextLayout::Piece& piece, ImVec2 at, float font_size, float baseline,
                ImFont* font, ImU32 colour) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const int first = draw->VtxBuffer.Size;
  const std::string_view drawn = drawn_text(piece.text, &piece.direction);
  const char *begin = drawn.data(), *end = begin + drawn.size();
  draw->AddText(font, font_size, at, colour, begin, end);
  if (piece.style.bold) draw->AddText(font, font_size, {at.x + 0.45f, at.y}, colour, begin, end);
  if (piece.style.italic)
    for (int i = first; i < draw->VtxBuffer.Size; ++i) {
      ImVec2& corner = draw->VtxBuffer[i].pos;
      corner.x += (baseline - corner.y) * 0.2f;
    }
}

}  // namespace

int draw(const TextLayout& layout, ImVec2 at, ImU32 colour, const Look& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 clip_min = list->GetClipRectMin(), clip_max = list->GetClipRectMax();
  if (layout.lines.empty()) return -1;
  // Of a long text, a few lines are visible.
  const auto line_at = [&](float y) -> const TextLayout::Line& {
    const auto last = static_cast<float>(layout.lines.size() - 1);
    const float line = std::clamp((y - at.y) / layout.line_height, 0.0f, last);
    return layout.lines[static_cast<std::size_t>(line)];
  };
  const std::size_t after = line_at(clip_max.y).last_piece;
  int hovered_link = -1;
  for (std::size_t i = line_at(clip_min.y).first_piece; i < after; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    const ImVec2 top{at.x + piece.x, at.y + piece.y};
    const float font_size = font_size_of(piece.style, layout.font_size, layout.code);
    const ImVec2 text_at{top.x, top.y + (layout.line_height - font_size) * 0.5f};
    ImU32 own =
        piece.style.muted ? look.colour.muted : colour_of(piece.style.ink, colour, look.colour);
    if (piece.style.code)
      list->AddRectFilled({top.x - 2, text_at.y - 2},
                          {top.x + piece.width + 2, text_at.y + font_size + 2}, look.colour.hover,
                          4);
    if (piece.style.marked) {
      const ImVec2 end{top.x + piece.width, text_at.y + font_size + 1};
      list->AddRectFilled({top.x - 1, text_at.y - 1}, {end.x + 1, end.y}, look.colour.selection, 3);
      list->AddLine({top.x, end.y}, end, look.colour.accent, 1.5f);
    }
    if (piece.style.link >= 0) {
      own = look.colour.cloud;
      const ImVec2 end{top.x + piece.width, top.y + layout.line_height};
      if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(top, end))
        hovered_link = piece.style.link;
      list->AddLine({top.x, text_at.y + font_size}, {end.x, text_at.y + font_size},
                    with_alpha(own, 0.5f));
    }
    ImFont* font = piece.style.code || layout.code ? look.fonts.code : look.fonts.ui;
    draw_piece(piece, text_at, font_size, text_at.y + font_size * 0.8f, font, own);
    if (piece.style.struck)
      list->AddLine({top.x, text_at.y + font_size * 0.55f},
                    {top.x + piece.width, text_at.y + font_size * 0.55f}, own);
  }
  return hovered_link;
}

float text_width(std::string_view text, float font_size, const Fonts& fonts) {
  return TextFace(fonts.ui, font_size, fonts).width(text);
}

void draw_text(std::string_view text, ImVec2 at, float font_size, ImU32 colour, const Look& look) {
  const std::string_view drawn = drawn_text(text);
  ImGui::GetWindowDrawList()->AddText(look.fonts.ui, font_size, at, colour, drawn.data(),
                                      drawn.data() + drawn.size());
}

// A box made for a text, with its padding added and taken away again, must hold it.
constexpr float kRounding = 0.05f;

std::string elided(std::string_view text, float max_width, float font_size, const Fonts& fonts) {
  const TextFace face(fonts.ui, font_size, fonts);
  max_width += kRounding;
  const float room = max_width - face.width("…");
  std::size_t cut = 0;  // where the ellipsis would still fit
  float width = 0;
  ClusterReader reader(text);
  for (Cluster cluster; reader.next(cluster);) {
    width += face.width(cluster, text);
    if (width <= room) cut = cluster.end;
    if (width > max_width) return std::string(text.substr(0, cut)) + "…";
  }
  return std::string(text);
}

}  // namespace magic
