#include "client-wasm/words/say.h"

#include "client-wasm/words/word_table.h"

namespace magic {
namespace {

const char* g_words[kWordCount];

const char* word_at(std::size_t index) {
  if (g_words[0] == nullptr) set_language({});
  return g_words[index];
}

std::string fill_in(std::string_view text, std::initializer_list<std::string_view> parts) {
  std::string said;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_place = text[at] == '{' && at + 2 < text.size() && text[at + 2] == '}';
    const std::size_t part = is_place ? static_cast<std::size_t>(text[at + 1] - '0') : parts.size();
    if (part < parts.size()) {
      said += parts.begin()[part];
      at += 2;
    } else {
      said += text[at];
    }
  }
  return said;
}

// Limit: languages with more forms than one and many need a third ending in their files.
std::size_t plural_form(std::int64_t n) { return n == 1 ? 0 : 1; }

}  // namespace

void lay_out_words(const char* texts, std::size_t count, const char** words) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text = texts;
    if (!text.empty()) words[i] = texts;
    texts += text.size() + 1;
  }
}

const char* say(Word word) { return word_at(static_cast<std::size_t>(word)); }

std::string say(Word word, std::initializer_list<std::string_view> parts) {
  return fill_in(say(word), parts);
}

std::string say(Plural words, std::int64_t n, std::initializer_list<std::string_view> parts) {
  return fill_in(word_at(static_cast<std::size_t>(words) + plural_form(n)), parts);
}

// The first text of each file is the language's name.
Language language(int index) {
  const WordFile& file = kWordFiles[index];
  return {file.code, file.texts};
}

void set_language(std::string_view code) {
  lay_out_words(kWordFiles[0].texts, kWordCount, g_words);
  for (const WordFile& file : kWordFiles)
    if (code == file.code) lay_out_words(file.texts, kWordCount, g_words);
}

}  // namespace magic
