// How the moving end of a selection goes through a message's text by the keys.
//
// Thread rule: UI thread.
#pragma once

#include <optional>

#include "client-wasm/views/rich_text_view.h"

namespace magic {

enum class ReadingMove {
  none,
  character_back,
  character_on,
  word_back,
  word_on,
  line_up,
  line_down,
  to_begin,
  to_end
};

ReadingMove pressed_move();  // in this frame, Shift being held
bool is_forward(ReadingMove move);

// nullopt: out of this message.
std::optional<std::size_t> moved(const RichTextView& text, std::size_t from, ReadingMove move,
                                 const Fonts& fonts);

}  // namespace magic
