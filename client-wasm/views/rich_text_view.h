// Lays out and draws Markdown blocks: paragraphs, headings, lists, quotations, code with a Copy
// button, tables with row lines. Layouts are kept until text or width change; drawing costs what is
// visible.
//
// Its places are those of its plain text (plain_text.h): what is selected and found are ranges of it.
//
// Thread rule: UI thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/views/action.h"
#include "client-wasm/views/markdown.h"
#include "client-wasm/views/plain_text.h"
#include "client-wasm/views/text_layout.h"

namespace magic {

// What is filled behind the text.
struct TextMarks {
  TextRange selected;                // empty: nothing
  const TextRange* found = nullptr;  // in order
  std::size_t found_count = 0;
  std::size_t current = static_cast<std::size_t>(-1);  // which of them is stronger

  bool any() const { return !selected.empty() || found_count > 0; }
};

class RichTextView {
 public:
  // Plain text has line breaks and nothing else.
  enum class Kind { plain, markdown };

  // Returns how many bytes of the plain text are what they were, as far as anybody has asked for it;
  // more than it has when nothing has changed.
  std::size_t update(std::string_view text, Kind kind, float width, const Fonts& fonts);

  float width() const { return width_of_content_; }
  float height() const { return height_; }
  // Where the next character would stand, relative to the top left corner.
  ImVec2 end() const { return end_; }

  void draw(ImVec2 at, const Look& look, Actions& actions, const TextMarks& marks = {}) const;

  // Made when it is asked for first.
  const PlainText& plain() const;
  // The place nearest to a point, which is relative to the top left corner.
  std::size_t place_at(ImVec2 point, const Fonts& fonts) const;
  // The upper end of a caret at a place, and how high it is.
  struct Caret {
    ImVec2 at;
    float height = 0;
  };
  Caret caret_at(std::size_t place, const Fonts& fonts) const;
  // Paragraph, code block or cell; in it the word, or what stands between two words.
  TextRange part_at(std::size_t place) const;
  TextRange word_at(std::size_t place) const;

 private:
  struct Box {
    float x = 0, y = 0, width = 0, height = 0;
    TextLayout text;
    TextLayout marker;
    std::vector<std::vector<TextLayout>> cells;
    std::vector<float> columns, rows;  // left edges; top edges
  };

  struct Placed {  // a part of the plain text, and where it is laid out
    const TextLayout* layout = nullptr;
    ImVec2 at;
  };

  const std::vector<MarkdownBlock>& blocks() const {
    return kind_ == Kind::markdown ? markdown_.blocks() : plain_;
  }
  std::size_t box_at(float y) const;
  float left_of(const MarkdownBlock& block) const;
  Placed placed(const PlainText::Part& part) const;
  const PlainText::Part* find_part(std::size_t block, std::size_t row, std::size_t column) const;
  const PlainText::Part* part_near(ImVec2 point) const;
  void draw_marks(const PlainText::Part& part, ImVec2 at, const TextMarks& marks,
                  const Look& look) const;
  Box lay_out_block(const MarkdownBlock& block, float y, const Fonts& fonts) const;
  void lay_out_table(const MarkdownBlock& block, Box& box, const Fonts& fonts) const;
  void draw_code(const MarkdownBlock& block, const Box& box, ImVec2 at, int index, const Look& look,
                 Actions& actions) const;
  int draw_table(const Box& box, ImVec2 at, const Look& look) const;
  void draw_block_marks(std::size_t index, ImVec2 at, const TextMarks& marks,
                        const Look& look) const;

  MarkdownText markdown_;
  std::vector<MarkdownBlock> plain_;
  Kind kind_ = Kind::plain;
  std::vector<Box> boxes_;
  float max_width_ = 0, width_of_content_ = 0, height_ = 0;
  ImVec2 end_;
  std::string shown_;  // the whole text
  mutable std::optional<PlainText> plain_text_;
};

}  // namespace magic
