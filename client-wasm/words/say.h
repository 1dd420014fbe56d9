// What the UI says, in the person's language. The texts stand in assets/words/, one file for each
// language. A key there is an enumerator of Word or of Plural, so that one that is missing does not
// compile; what another language lacks is said in English.
//
// Thread rule: UI thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "word_list.h"  // made of assets/words/ by make_words.cmake

namespace magic {

// Lasts until the language is changed: views say anew what they draw.
const char* say(Word word);

// {0}, {1}, ... are replaced by these parts.
std::string say(Word word, std::initializer_list<std::string_view> parts);

// The form that goes with `n`. What is shown for it is among the parts.
std::string say(Plural words, std::int64_t n, std::initializer_list<std::string_view> parts);

struct Language {
  const char* code;  // "en"
  const char* name;  // in itself: "English"
};
inline constexpr int kLanguageCount = static_cast<int>(kWordFileCount);
Language language(int index);

// A code that is not known means English.
void set_language(std::string_view code);

}  // namespace magic
