// UTF-8: checking it, counting it, and cutting it without breaking a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace magic {

// Well-formed UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

// Number of code points; a malformed byte counts as one.
std::size_t utf8_length(std::string_view text);

// The longest prefix of at most max_bytes that does not end inside a character.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

struct Utf8Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};
// The character at the start of `text`, which is not empty; U+FFFD of one byte when it is malformed.
Utf8Character utf8_front(std::string_view text);
void append_utf8(std::string& text, char32_t character);

// `text` with every malformed sequence replaced by U+FFFD, for words that come from outside.
std::string utf8_repaired(std::string_view text);

}  // namespace magic
