// Where a text may be cut: between what a person takes for one character (a letter with its accents,
// a family of emoji, a Devanagari syllable), and between words, as Unicode says (UAX 29). The native
// programs ask ICU, the browser's program asks the browser (Intl.Segmenter).
//
// All places are byte offsets into UTF-8, from 0 to the text's size. Bytes that are no UTF-8 count as
// characters of their own.
// Thread rule: UI thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace magic {

// The ends of the characters of `text`, in order; the last is its size. Empty for an empty text.
std::vector<std::size_t> character_ends(std::string_view text);

// A stretch that is a word, or what stands between two words.
struct WordSpan {
  std::size_t begin = 0, end = 0;
  bool is_word = false;  // letters or digits, not spaces or marks

  bool operator==(const WordSpan&) const = default;
};
// All of `text`, in order, without gaps.
std::vector<WordSpan> word_spans(std::string_view text);

// The single character that is the same as a letter with marks (e and an accent: é), as Unicode
// composes it; 0: there is none.
char32_t composed(std::string_view cluster);

}  // namespace magic
