// Which words of two texts differ.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace magic {

struct DiffPiece {
  std::string text;
  bool differs = false;

  bool operator==(const DiffPiece&) const = default;
};

// Each side in pieces that, one after another, are its whole text; two that follow each other
// differ in `differs`.
struct TextDiff {
  std::vector<DiffPiece> before, after;
};

// Words are runs of letters and digits; every other character is one of its own, as are those of
// scripts without spaces. White space belongs to the word before it and does not count. Keeps the
// longest common sequence of words; where two long texts have little in common, what lies between
// their common beginning and end is marked as a whole.
TextDiff diff_words(std::string_view before, std::string_view after);

}  // namespace magic
