// How the demo compares what is asked with what it knows.
// Thread rule: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace magic {

// A message in lower case, without punctuation and short forms, one space between words.
std::string normal_form(std::string_view message);

// Whether one of the phrases stands in a question of that form, as whole words.
bool asks_any(std::string_view question, std::initializer_list<std::string_view> phrases);

}  // namespace magic
