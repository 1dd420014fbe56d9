#include "client-wasm/views/text_layout.h"

#include <algorithm>

#include "client-wasm/text/clusters.h"
#include "client-wasm/views/text_face.h"

namespace magic {
namespace {

// Wider than any column: nothing is to be filled.
constexpr float kNoEdge = 1e5f;

// Scripts written without spaces: a line may end after any of their characters.
bool breaks_anywhere(const Cluster& cluster) {
  const char32_t c = cluster.character;
  return cluster.breaks || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

// Closing marks never begin a line.
bool hangs_on(char32_t c) {
  return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1F || c == 0xFF1A ||
         c == 0xFF1B || c == 0xFF09 || c == 0x300D || c == 0x300F || c == 0x3011 || c == 0x0E2F ||
         c == 0x0E46;
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

class LineBreaker {
 public:
  LineBreaker(std::string_view text, const std::vector<StyledText>& spans, float max_width,
              const TextFormat& format, const Fonts& fonts)
      : text_(text),
        spans_(spans),
        max_width_(format.wrap ? max_width : 1e9f),
        format_(format),
        fonts_(fonts),
        face_(face_of({}, format.font_size, format.code, fonts)) {
    out_.font_size = format.font_size;
    out_.line_height = format.font_size * format.line_height;
    out_.code = format.code;
    const Direction code_direction = Direction::left_to_right;
    levels_ = cluster_levels(text, format.code ? &code_direction : nullptr);
    choose_base();
  }

  TextLayout lay_out() {
    ClusterReader reader(text_);
    Cluster cluster;
    for (std::size_t i = 0; reader.next(cluster); ++i) {
      choose_style(cluster.begin);
      if (!levels_.of_clusters.empty()) level_ = levels_.of_clusters[i];
      if (cluster.character == '\n') {
        take_word();
        end_line();
        line_begin_ = cluster.end;
        choose_base();
      } else {
        add(cluster);
      }
    }
    take_word();
    end_line();
    out_.height = y_;
    align();
    return std::move(out_);
  }

 private:
  // A run of one style and direction.
  struct Fragment {
    TextStyle style;
    BidiLevel level = 0;
    float width = 0;
    std::size_t begin = 0, end = 0;
  };

  void choose_base() {
    if (!levels_.of_paragraphs.empty()) base_ = levels_.of_paragraphs[paragraph_++];
  }

  void choose_style(std::size_t byte) {
    while (span_end_ <= byte && next_span_ < spans_.size()) {
      const StyledText& span = spans_[next_span_++];
      span_end_ += span.text.size();
      if (span_end_ <= byte) continue;
      style_ = span.style;
      face_ = face_of(style_, format_.font_size, format_.code, fonts_);
    }
  }

  void add(const Cluster& cluster) {
    if (cluster.character == ' ' || cluster.character == '\t') {
      take_word();
      const Cluster space{0, 1, ' ', false, false};
      const float width = face_.width(space, " ") * (cluster.character == '\t' ? 4.0f : 1.0f);
      append(line_, cluster, width);
      x_ += width;
      return;
    }
    const float width = face_.width(cluster, text_);
    const bool wide = breaks_anywhere(cluster);
    if ((wide || after_wide_) && !hangs_on(cluster.character)) take_word();
    after_wide_ = wide;
    // A word longer than the line is broken where it must be.
    if (word_width_ + width > max_width_) take_word();
    append(word_, cluster, width);
    word_width_ += width;
    if (cluster.character == '-' || cluster.character == 0x2014) take_word();
  }

  void append(std::vector<Fragment>& to, const Cluster& cluster, float width) {
    if (to.empty() || !continues(to.back(), style_, level_))
      to.push_back({style_, level_, 0, cluster.begin, cluster.end});
    to.back().width += width;
    to.back().end = cluster.end;
  }

  static bool continues(const Fragment& fragment, const TextStyle& style, BidiLevel level) {
    return fragment.level == level && fragment.style == style;
  }

  void take_word() {
    if (word_.empty()) return;
    if (x_ + word_width_ > max_width_ && x_ > 0) end_line();
    for (Fragment& fragment : word_) {
      x_ += fragment.width;
      if (!line_.empty() && continues(line_.back(), fragment.style, fragment.level)) {
        line_.back().width += fragment.width;
        line_.back().end = fragment.end;
      } else {
        line_.push_back(fragment);
      }
    }
    word_.clear();
    word_width_ = 0;
  }

  // Spaces at a line's end stand where the paragraph goes on.
  void turn_spaces_at_end() {
    for (std::size_t i = line_.size(); i-- > 0 && line_[i].level != base_;) {
      std::size_t end = line_[i].end;
      while (end > line_[i].begin && is_space(text_[end - 1])) --end;
      if (end == line_[i].begin) {
        line_[i].level = base_;
        continue;
      }
      if (end == line_[i].end) return;
      Fragment spaces = line_[i];
      spaces.begin = line_[i].end = end;
      spaces.level = base_;
      spaces.width = face_of(spaces.style, format_.font_size, format_.code, fonts_)
                         .width(text_.substr(end, spaces.end - end));
      line_[i].width -= spaces.width;
      if (i + 1 == line_.size()) {
        line_.push_back(spaces);
      } else {  // more spaces, of another style
        line_[i + 1].begin = end;
        line_[i + 1].width += spaces.width;
      }
      return;
    }
  }

  void end_line() {
    if (!levels_.of_clusters.empty()) turn_spaces_at_end();
    TextLayout::Line line{line_begin_, line_begin_, out_.pieces.size(), 0, direction_of(base_)};
    std::vector<BidiLevel> levels;
    for (const Fragment& fragment : line_) {
      line.end = fragment.end;
      levels.push_back(fragment.level);
      out_.pieces.push_back(
          {std::string(text_.substr(fragment.begin, fragment.end - fragment.begin)), fragment.style,
           0, y_, fragment.width, fragment.begin, fragment.end, direction_of(fragment.level)});
    }
    float x = 0;
    for (const std::size_t i : visual_order(levels)) {
      TextLayout::Piece& piece = out_.pieces[line.first_piece + i];
      piece.x = x;
      x += piece.width;
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

  static Direction direction_of(BidiLevel level) {
    return level % 2 == 0 ? Direction::left_to_right : Direction::right_to_left;
  }

  // Moves lines from right to left to where they end.
  void align() {
    const float edge = format_.fill && max_width_ < kNoEdge ? max_width_ : out_.width;
    for (const TextLayout::Line& line : out_.lines) {
      if (line.direction == Direction::left_to_right) continue;
      out_.width = std::max(out_.width, edge);
      float width = 0;
      for (std::size_t i = line.first_piece; i < line.last_piece; ++i)
        width += out_.pieces[i].width;
      for (std::size_t i = line.first_piece; i < line.last_piece; ++i)
        out_.pieces[i].x += edge - width;
    }
    if (base_ != 0) out_.end.x = edge - out_.end.x;
  }

  std::string_view text_;
  const std::vector<StyledText>& spans_;
  float max_width_;
  const TextFormat& format_;
  const Fonts& fonts_;
  TextLayout out_;

  TextStyle style_;
  TextFace face_;
  std::size_t next_span_ = 0, span_end_ = 0;
  ClusterLevels levels_;
  std::size_t paragraph_ = 0;       // the next one
  BidiLevel level_ = 0, base_ = 0;  // of the cluster that is added, of its paragraph
  std::vector<Fragment> line_, word_;
  float x_ = 0, y_ = 0, word_width_ = 0;
  bool after_wide_ = false;
  std::size_t line_begin_ = 0;  // of the line that is being filled
};

}  // namespace

TextLayout lay_out(const std::vector<StyledText>& spans, float max_width, const TextFormat& format,
                   const Fonts& fonts) {
  std::string text;
  for (const StyledText& span : spans) text += span.text;
  return LineBreaker(text, spans, max_width, format, fonts).lay_out();
}

TextLayout lay_out(std::string_view text, float max_width, const TextFormat& format,
                   const Fonts& fonts) {
  return lay_out({{std::string(text), {}}}, max_width, format, fonts);
}

}  // namespace magic
