// Lays out and draws Markdown blocks: paragraphs, headings, lists, quotations, code with a Copy
// button, tables with row lines. Layouts are kept until text or width change.
//
// Thread rule: UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/views/action.h"
#include "client-wasm/views/markdown.h"
#include "client-wasm/views/text_layout.h"

namespace magic {

class RichTextView {
 public:
  // Plain text has line breaks and nothing else.
  enum class Kind { plain, markdown };

  void update(std::string_view text, Kind kind, float width, const Fonts& fonts);

  float width() const { return width_of_content_; }
  float height() const { return height_; }
  // Where the next character would stand, relative to the top left corner.
  ImVec2 end() const { return end_; }

  void draw(ImVec2 at, const Look& look, Actions& actions) const;

 private:
  struct Box {
    float x = 0, y = 0, width = 0, height = 0;
    TextLayout text;
    TextLayout marker;
    std::vector<std::vector<TextLayout>> cells;
    std::vector<float> columns, rows;  // left edges; top edges
  };

  Box lay_out_block(const MarkdownBlock& block, float y, const Fonts& fonts) const;
  void lay_out_table(const MarkdownBlock& block, Box& box, const Fonts& fonts) const;
  void draw_code(const MarkdownBlock& block, const Box& box, ImVec2 at, int index, const Look& look,
                 Actions& actions) const;
  int draw_table(const Box& box, ImVec2 at, const Look& look) const;

  MarkdownText markdown_;
  std::vector<MarkdownBlock> plain_;
  Kind kind_ = Kind::plain;
  std::vector<Box> boxes_;
  float max_width_ = 0, width_of_content_ = 0, height_ = 0;
  ImVec2 end_;
};

}  // namespace magic
