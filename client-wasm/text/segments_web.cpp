// Asked of the browser (platform/web/segments.js).
#include "client-wasm/text/segments.h"

#include "client-wasm/platform/dom.h"

namespace magic {

std::vector<std::size_t> character_ends(std::string_view text) {
  std::vector<std::size_t> ends(text.size());
  ends.resize(magic_character_ends(text.data(), text.size(), ends.data()));
  return ends;
}

std::vector<WordSpan> word_spans(std::string_view text) {
  // Pairs: the end of a span, and whether it is a word.
  std::vector<std::size_t> told(text.size() * 2);
  told.resize(magic_word_ends(text.data(), text.size(), told.data()) * 2);
  std::vector<WordSpan> spans;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < told.size(); i += 2) {
    spans.push_back({begin, told[i], told[i + 1] != 0});
    begin = told[i];
  }
  return spans;
}

}  // namespace magic
