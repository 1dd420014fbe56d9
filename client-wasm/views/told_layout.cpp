#include "client-wasm/views/told_layout.h"

namespace magic {

void tell_layout(const TextLayout& layout, ImVec2 at) {
  std::string words;
  float line = 0;
  for (const TextLayout::Piece& piece : layout.pieces) {
    if (piece.y != line) words += ' ';
    line = piece.y;
    words += piece.text;
  }
  tell_words(words, at, {at.x + layout.width, at.y + layout.height});
}

float draw_wrapped(std::string_view text, ImVec2 at, float width, ImU32 colour, const Look& look) {
  TextFormat format;
  format.font_size = size::small;
  const TextLayout layout = lay_out(text, width, format, look.fonts);
  draw(layout, at, colour, look);
  tell_words(text, at, {at.x + width, at.y + layout.height});
  return layout.height;
}

}  // namespace magic
