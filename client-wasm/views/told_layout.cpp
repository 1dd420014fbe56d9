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

}  // namespace magic
