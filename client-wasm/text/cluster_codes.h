// Clusters as characters that Dear ImGui can draw: each gets a code of the private area U+E000..F8FF,
// for which the glyph loader asks the system to draw the whole string (platform/glyph_fallback.h).
//
// A code is only good for drawing now; what is kept is always the text itself. When most of the
// codes are given away, all are taken back between two frames.
// Thread rule: UI thread.
#pragma once

#include <string_view>

#include "client-wasm/text/bidi.h"

namespace magic {

// What to draw for one line of text: from left to right, with codes for its wholes. A plain text is
// returned itself. Valid until the next call. `base`: nullptr for the text's own direction.
std::string_view drawn_text(std::string_view text, const Direction* base = nullptr);

// Empty: nobody has this code.
std::string_view text_of_code(char32_t code);

// To be called between frames. True: all codes are free again, and pictures of them must go.
bool take_back_codes();

}  // namespace magic
