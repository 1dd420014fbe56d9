// Text from outside, made harmless to show: a model, or a person who pasted something, must not be
// able to reorder or hide what stands on the screen.
#pragma once

#include <string>
#include <string_view>

namespace magic {

// Control characters (except LF and TAB), the characters that reorder text (U+202A..202E,
// U+2066..2069, U+200E, U+200F, U+061C) and those with which words are hidden in it (U+200B,
// U+180E, U+2060..206F, U+FEFF, U+FFF9..FFFB, the tags U+E0000..E007F) become U+FFFD; CR LF becomes LF; malformed UTF-8
// becomes U+FFFD. U+200C and U+200D stay: Persian and emoji are written with them.
std::string shown_text(std::string_view text);

}  // namespace magic
