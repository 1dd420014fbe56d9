#include "client-wasm/views/text_layout.h"

#include <algorithm>

#include "imgui_internal.h"

namespace magic {
namespace {

// Scripts written without spaces: a line may end after any of their characters.
bool breaks_anywhere(unsigned c) {
  return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

// Closing marks never begin a line.
bool hangs_on(unsigned c) {
  return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1F || c == 0xFF1A ||
         c == 0xFF1B || c == 0xFF09 || c == 0x300D || c == 0x300F || c == 0x3011;
}

class LineBreaker {
 public:
  LineBreaker(float max_width, const TextFormat& format, const Fonts& fonts)
      : max_width_(format.wrap ? max_width : 1e9f), format_(format), fonts_(fonts) {
    out_.font_size = format.font_size;
    out_.line_height = format.font_size * format.line_height;
    out_.code = format.code;
  }

  void add(const StyledText& span) {
    set_style(span.style);
    const char* at = span.text.data();
    const char* const end = at + span.text.size();
    while (at < end) {
      unsigned c = 0;
      const int bytes = ImTextCharFromUtf8(&c, at, end);
      add_character(c, {at, static_cast<std::size_t>(bytes)});
      at += bytes;
      offset_ += static_cast<std::size_t>(bytes);
    }
  }

  TextLayout finish() {
    take_word();
    end_line();
    out_.height = y_;
    return std::move(out_);
  }

 private:
  struct Fragment {
    std::string text;
    TextStyle style;
    float width = 0;
    std::size_t begin = 0, end = 0;
  };

  void set_style(const TextStyle& style) {
    style_ = style;
    const bool code = style.code || format_.code;
    // Inline code is a little smaller: the code face looks larger than the UI face.
    const float font_size = style.code && !format_.code
                                ? format_.font_size * (size::code / size::text)
                                : format_.font_size;
    face_ = (code ? fonts_.code : fonts_.ui)->GetFontBaked(font_size);
  }

  void add_character(unsigned c, std::string_view bytes) {
    if (c == '\n') {
      take_word();
      end_line();
      line_begin_ = offset_ + 1;
      return;
    }
    if (c == '\t') {
      for (int i = 0; i < 4; ++i) add_character(' ', " ");
      return;
    }
    const float width = face_->GetCharAdvance(static_cast<ImWchar>(c));
    if (c == ' ') {
      take_word();
      append(line_, bytes, width);
      x_ += width;
      return;
    }
    if ((breaks_anywhere(c) || after_wide_) && !hangs_on(c)) take_word();
    after_wide_ = breaks_anywhere(c);
    // A word longer than the line is broken where it must be.
    if (word_width_ + width > max_width_) take_word();
    append(word_, bytes, width);
    word_width_ += width;
    if (c == '-' || c == 0x2014) take_word();
  }

  void append(std::vector<Fragment>& to, std::string_view bytes, float width) {
    if (to.empty() || !(to.back().style == style_)) to.push_back({{}, style_, 0, offset_, offset_});
    to.back().text += bytes;
    to.back().width += width;
    to.back().end = offset_ + (bytes == " " ? 1 : bytes.size());
  }

  void take_word() {
    if (word_.empty()) return;
    if (x_ + word_width_ > max_width_ && x_ > 0) end_line();
    for (Fragment& fragment : word_) {
      x_ += fragment.width;
      if (!line_.empty() && line_.back().style == fragment.style) {
        line_.back().text += fragment.text;
        line_.back().width += fragment.width;
        line_.back().end = fragment.end;
      } else {
        line_.push_back(std::move(fragment));
      }
    }
    word_.clear();
    word_width_ = 0;
  }

  void end_line() {
    float x = 0;
    TextLayout::Line line{line_begin_, line_begin_, out_.pieces.size(), 0};
    for (Fragment& fragment : line_) {
      const float width = fragment.width;
      line.end = fragment.end;
      out_.pieces.push_back(
          {std::move(fragment.text), fragment.style, x, y_, width, fragment.begin, fragment.end});
      x += width;
    }
    line.last_piece = out_.pieces.size();
    out_.lines.push_back(line);
    line_begin_ = line.end;
    out_.width = std::max(out_.width, x);
    out_.end = {x, y_};
    line_.clear();
    x_ = 0;
    y_ += out_.line_height;
  }

  float max_width_;
  const TextFormat& format_;
  const Fonts& fonts_;
  TextLayout out_;
  TextStyle style_;
  ImFontBaked* face_ = nullptr;
  std::vector<Fragment> line_, word_;
  float x_ = 0, y_ = 0, word_width_ = 0;
  bool after_wide_ = false;
  std::size_t offset_ = 0;      // of what is added now
  std::size_t line_begin_ = 0;  // of the line that is being filled
};

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
  const char* begin = piece.text.data();
  draw->AddText(font, font_size, at, colour, begin, begin + piece.text.size());
  if (piece.style.bold)
    draw->AddText(font, font_size, {at.x + 0.45f, at.y}, colour, begin, begin + piece.text.size());
  if (piece.style.italic)
    for (int i = first; i < draw->VtxBuffer.Size; ++i) {
      ImVec2& corner = draw->VtxBuffer[i].pos;
      corner.x += (baseline - corner.y) * 0.2f;
    }
}

}  // namespace

TextLayout lay_out(const std::vector<StyledText>& spans, float max_width, const TextFormat& format,
                   const Fonts& fonts) {
  LineBreaker breaker(max_width, format, fonts);
  for (const StyledText& span : spans) breaker.add(span);
  return breaker.finish();
}

TextLayout lay_out(std::string_view text, float max_width, const TextFormat& format,
                   const Fonts& fonts) {
  return lay_out({{std::string(text), {}}}, max_width, format, fonts);
}

int draw(const TextLayout& layout, ImVec2 at, ImU32 colour, const Look& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 clip_min = list->GetClipRectMin(), clip_max = list->GetClipRectMax();
  // Of a long text, a few lines are visible.
  const auto line_at = [&](float y) -> const TextLayout::Line& {
    const auto last = static_cast<float>(layout.lines.size() - 1);
    return layout
        .lines[static_cast<std::size_t>(std::clamp((y - at.y) / layout.line_height, 0.0f, last))];
  };
  if (layout.lines.empty()) return -1;
  const std::size_t after = line_at(clip_max.y).last_piece;
  int hovered_link = -1;
  for (std::size_t i = line_at(clip_min.y).first_piece; i < after; ++i) {
    const TextLayout::Piece& piece = layout.pieces[i];
    const ImVec2 top{at.x + piece.x, at.y + piece.y};
    const float font_size =
        piece.style.code ? layout.font_size * (size::code / size::text) : layout.font_size;
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
  return fonts.ui->CalcTextSizeA(font_size, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

void draw_text(std::string_view text, ImVec2 at, float font_size, ImU32 colour, const Look& look) {
  ImGui::GetWindowDrawList()->AddText(look.fonts.ui, font_size, at, colour, text.data(),
                                      text.data() + text.size());
}

std::string elided(std::string_view text, float max_width, float font_size, const Fonts& fonts) {
  if (text_width(text, font_size, fonts) <= max_width) return std::string(text);
  const float room = max_width - text_width("…", font_size, fonts);
  const char* cut = text.data();
  fonts.ui->CalcTextSizeA(font_size, std::max(room, 1.0f), 0, text.data(),
                          text.data() + text.size(), &cut);
  return std::string(text.data(), cut) + "…";
}

}  // namespace magic
