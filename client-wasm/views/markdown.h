// Markdown of an answer as a flat list of blocks, each with what it is nested in. CommonMark with
// GitHub's tables, strike-through and bare links; HTML is shown as the text it is.
//
// No Dear ImGui. Thread rule: none of its own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/views/styled_text.h"

namespace magic {

struct MarkdownBlock {
  enum class Kind { paragraph, heading, code, rule, table };
  Kind kind = Kind::paragraph;
  int level = 0;                                           // of a heading: 1 to 6
  std::string language;                                    // of code, as written after the fence
  std::vector<StyledText> text;                            // paragraph, heading; code as one span
  std::vector<std::vector<std::vector<StyledText>>> rows;  // table: rows of cells, the head first
  int indent = 0;                                          // lists around it
  int quotes = 0;                                          // quotations around it
  std::string marker;  // "•", "2." at the first block of an item
  bool tight = false;  // follows the one before without a gap: items of a tight list
};

// A text that is being written. Only what can still change is parsed again when it grows.
class MarkdownText {
 public:
  // `text` is the whole text so far. Returns the index of the first block that may have changed.
  std::size_t update(std::string_view text);

  const std::vector<MarkdownBlock>& blocks() const { return blocks_; }
  // Addresses that TextStyle::link counts: http, https and mailto only.
  const std::vector<std::string>& links() const { return links_; }

 private:
  void parse(std::string_view text);

  std::string seen_;              // to tell growth from replacement
  std::size_t stable_bytes_ = 0;  // parsed for good
  std::size_t stable_blocks_ = 0;
  std::size_t stable_links_ = 0;
  std::vector<MarkdownBlock> blocks_;
  std::vector<std::string> links_;
};

// The last place in `text` where what stands before can no longer be changed by what follows.
std::size_t last_stable_break(std::string_view text);

bool is_safe_link(std::string_view address);

}  // namespace magic
