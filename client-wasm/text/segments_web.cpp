// Asked of the browser (platform/web/segments.js).
#include "client-wasm/platform/dom.h"
#include "client-wasm/text/segments.h"
#include "shared/utf8.h"

namespace magic {

// The browser would put U+FFFD, which has three bytes, in place of each malformed one, and stop at a
// NUL: such a text is cut at each code point.
static bool browser_can_read(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

std::vector<std::size_t> character_ends(std::string_view text) {
  std::vector<std::size_t> ends;
  if (browser_can_read(text)) {
    ends.resize(text.size());
    ends.resize(magic_character_ends(text.data(), text.size(), ends.data()));
  } else {
    for (std::size_t at = 0; at < text.size();)
      ends.push_back(at += utf8_front(text.substr(at)).bytes);
  }
  return ends;
}

char32_t composed(std::string_view cluster) {
  return magic_composed(cluster.data(), cluster.size());
}

std::vector<WordSpan> word_spans(std::string_view text) {
  std::vector<WordSpan> spans;
  if (!browser_can_read(text)) {
    for (const std::size_t end : character_ends(text))
      spans.push_back({spans.empty() ? 0 : spans.back().end, end, true});
    return spans;
  }
  // Pairs: the end of a span, and whether it is a word.
  std::vector<std::size_t> told(text.size() * 2);
  told.resize(magic_word_ends(text.data(), text.size(), told.data()) * 2);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < told.size(); i += 2) {
    spans.push_back({begin, told[i], told[i + 1] != 0});
    begin = told[i];
  }
  return spans;
}

}  // namespace magic
