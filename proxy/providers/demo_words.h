// Small helpers with words for the demo. ASCII rules; bytes of other scripts pass untouched.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace magic {

std::string lower_case(std::string_view text);

// Without spaces at both ends, nor quotes and commas around it.
std::string_view trimmed(std::string_view text);

// Typographic apostrophes and quotes made plain.
std::string plain_quotes(std::string_view text);

// The sentences of a text with their end marks. A point inside a word ("node.js", "3.5") ends none.
std::vector<std::string_view> sentences_of(std::string_view text);

// Where `phrase` stands in `text` as whole words; npos when it does not.
std::size_t find_words(std::string_view text, std::string_view phrase);

// What the user says of himself as said to him: "my dog" becomes "your dog".
std::string said_to_user(std::string_view text);

// "a", "a and b", "a, b and c"
std::string joined(const std::vector<std::string>& things);

}  // namespace magic
