// Things below each other in one column: a panel is written as the list of what stands in it.
//
// Draws into the current window at once; y() is where the next thing begins.
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"

namespace magic {

class Column {
 public:
  Column(ImVec2 at, float width, const Look& look) : at_(at), width_(width), look_(look) {}

  ImVec2 at() const { return at_; }
  float y() const { return at_.y; }
  float width() const { return width_; }
  const Look& look() const { return look_; }
  bool is_visible(float height) const;  // something so high, drawn next
  void skip(float height) { at_.y += height; }

  void text(std::string_view text, float font_size, ImU32 colour, UiRole role = UiRole::text);
  void note(std::string_view words) { text(words, size::small, look_.colour.muted); }
  void section(std::string_view title);
  void fact(std::string_view label, std::string_view value);
  void problem(std::string_view sentence);  // what went otherwise than it should
  // Beside each other, in as many lines as they need. The index of the one that was pressed, or -1.
  int buttons(const std::vector<Button>& buttons);
  // A line that folds what follows it.
  void fold(const char* label, std::string_view detail, bool& open);

 private:
  ImVec2 at_;
  float width_;
  const Look& look_;
};

}  // namespace magic
