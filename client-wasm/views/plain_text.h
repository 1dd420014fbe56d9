// A message's text as a person copies and searches it: Markdown's blocks without their markup, with
// the markers of lists, tabs between the cells of tables, code as it is, and a blank line between
// blocks.
//
// No Dear ImGui. Thread rule: none of its own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "client-wasm/model/text_range.h"
#include "client-wasm/views/markdown.h"

namespace magic {

struct PlainText {
  // What is laid out as one: a paragraph, all of a code block, a cell. Between the parts stand the
  // markers and breaks, which no place on the screen belongs to.
  struct Part {
    TextRange range;  // of `text`
    std::size_t block = 0, row = 0, column = 0;
  };
  std::string text;
  std::vector<Part> parts;  // in order

  // The part at a place, or the one before it where it is between two. nullptr: there is none.
  const Part* part_at(std::size_t byte) const;
};

PlainText plain_text(const std::vector<MarkdownBlock>& blocks);

}  // namespace magic
