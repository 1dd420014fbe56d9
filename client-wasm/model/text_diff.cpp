#include "client-wasm/model/text_diff.h"

#include <algorithm>
#include <cstdint>

namespace magic {
namespace {

constexpr std::size_t kMostCells = 1'000'000;  // of the table below: 2 MB, a few milliseconds

struct Word {
  std::string_view text;  // with the white space behind it
  std::string_view core;  // without
  bool differs = false;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Bytes of the character that begins with `lead`.
std::size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Below U+2000 are the scripts whose words have spaces around them.
bool continues_word(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte < 0x80 ? is_alphanumeric(text[at]) : byte < 0xE2;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && continues_word(text, at)) at += character_bytes(text[at]);
    if (at == begin && !is_space(text[at])) at += character_bytes(text[at]);
    at = std::min(at, text.size());
    const std::size_t end = at;
    while (at < text.size() && is_space(text[at])) ++at;
    words.push_back({text.substr(begin, at - begin), text.substr(begin, end - begin)});
  }
  return words;
}

// Marks what is not of the longest common sequence of the words from `first` to the ends.
void mark_middle(std::vector<Word>& before, std::vector<Word>& after, std::size_t first,
                 std::size_t before_end, std::size_t after_end) {
  const std::size_t rows = before_end - first, columns = after_end - first;
  const auto mark_all = [&](std::vector<Word>& words, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) words[i].differs = true;
  };
  mark_all(before, before_end);
  mark_all(after, after_end);
  if (rows == 0 || columns == 0 || rows > kMostCells / columns) return;

  // common[r][c]: the most words that the rest from r and the rest from c have in common.
  const std::size_t stride = columns + 1;
  std::vector<std::uint16_t> common((rows + 1) * stride);
  for (std::size_t r = rows; r-- > 0;)
    for (std::size_t c = columns; c-- > 0;)
      common[r * stride + c] =
          before[first + r].core == after[first + c].core
              ? static_cast<std::uint16_t>(common[(r + 1) * stride + c + 1] + 1)
              : std::max(common[(r + 1) * stride + c], common[r * stride + c + 1]);
  for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
    if (before[first + r].core == after[first + c].core) {
      before[first + r++].differs = false;
      after[first + c++].differs = false;
    } else if (common[(r + 1) * stride + c] >= common[r * stride + c + 1]) {
      ++r;
    } else {
      ++c;
    }
  }
}

std::vector<DiffPiece> joined(const std::vector<Word>& words) {
  std::vector<DiffPiece> pieces;
  for (const Word& word : words) {
    if (pieces.empty() || pieces.back().differs != word.differs)
      pieces.push_back({{}, word.differs});
    pieces.back().text += word.text;
  }
  return pieces;
}

}  // namespace

TextDiff diff_words(std::string_view before_text, std::string_view after_text) {
  std::vector<Word> before = words_of(before_text), after = words_of(after_text);
  std::size_t first = 0, before_end = before.size(), after_end = after.size();
  while (first < before_end && first < after_end && before[first].core == after[first].core)
    ++first;
  while (before_end > first && after_end > first &&
         before[before_end - 1].core == after[after_end - 1].core) {
    --before_end;
    --after_end;
  }
  mark_middle(before, after, first, before_end, after_end);
  return {joined(before), joined(after)};
}

}  // namespace magic
