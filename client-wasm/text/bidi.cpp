#include "client-wasm/text/bidi.h"

#include <algorithm>
#include <iterator>

#include "client-wasm/text/bidi_classes.h"
#include "shared/utf8.h"

namespace magic {
namespace {

using enum BidiClass;

// Brackets first, which also hold together what stands in them; then what is only turned.
constexpr char32_t kPairs[] = U"()[]{}⌈⌉⌊⌋⟨⟩⟪⟫〈〉《》「」『』【】〔〕（）［］｛｝｢｣<>«»‹›≤≥";
constexpr std::size_t kPairCount = std::size(kPairs) - 1, kBracketCount = kPairCount - 8;

// Its place in kPairs, where even ones open; kPairCount: it has none.
std::size_t pair_index(char32_t character) {
  return static_cast<std::size_t>(std::find(kPairs, kPairs + kPairCount, character) - kPairs);
}

class Paragraph {
 public:
  Paragraph(const std::vector<char32_t>& characters, Direction base)
      : characters_(characters), base_(base == Direction::left_to_right ? L : R) {
    for (const char32_t c : characters) classes_.push_back(bidi_class(c));
    spaces_ = classes_;
  }

  std::vector<BidiLevel> levels() {
    resolve_digits();
    resolve_brackets();
    resolve_neutrals();
    const BidiLevel base = base_ == L ? 0 : 1;
    std::vector<BidiLevel> levels;
    for (const BidiClass of : classes_) levels.push_back(of == L ? base * 2 : of == R ? 1 : 2);
    reset_before_tabs(levels, base);
    return levels;
  }

 private:
  // The letter's direction; digits stand in a line as letters from right to left do.
  static BidiClass strong(BidiClass of) { return of == EN || of == AN ? R : of; }
  static bool is_strong(BidiClass of) { return of == L || of == R || of == EN || of == AN; }

  // Rules W2 to W7: what digits, and marks between and beside digits, count as.
  void resolve_digits() {
    BidiClass letter = base_;
    for (BidiClass& of : classes_) {
      if (of == L || of == R || of == AL) letter = of;
      if (of == EN && letter == AL) of = AN;
      if (of == AL) of = R;
    }
    const std::size_t count = classes_.size();
    for (std::size_t i = 1; i + 1 < count; ++i) {
      const BidiClass before = classes_[i - 1], after = classes_[i + 1];
      if (before != after) continue;
      if ((classes_[i] == ES && before == EN) ||
          (classes_[i] == CS && (before == EN || before == AN)))
        classes_[i] = before;
    }
    for (std::size_t i = 0; i < count;) {
      std::size_t end = i;
      while (end < count && classes_[end] == ET) ++end;
      const bool beside_digit =
          (i > 0 && classes_[i - 1] == EN) || (end < count && classes_[end] == EN);
      if (beside_digit) std::fill(classes_.begin() + offset(i), classes_.begin() + offset(end), EN);
      i = std::max(end, i + 1);
    }
    letter = base_;
    for (BidiClass& of : classes_) {
      if (of == ES || of == ET || of == CS || of == WS || of == S) of = ON;
      if (of == L || of == R) letter = of;
      if (of == EN && letter == L) of = L;
    }
  }

  // Rule N0: both brackets of a pair follow what stands in them.
  void resolve_brackets() {
    constexpr std::size_t kDeepest = 63;  // as the rule has it
    std::vector<std::size_t> open, closed_by(classes_.size(), 0);
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      const std::size_t index = classes_[i] == ON ? pair_index(characters_[i]) : kPairCount;
      if (index >= kBracketCount) continue;
      if (index % 2 == 0) {
        if (open.size() == kDeepest) break;
        open.push_back(i);
        continue;
      }
      for (std::size_t at = open.size(); at-- > 0;)
        if (characters_[open[at]] == kPairs[index - 1]) {
          closed_by[open[at]] = i;
          open.resize(at);
          break;
        }
    }
    for (std::size_t i = 0; i < classes_.size(); ++i)
      if (closed_by[i] > 0) resolve_pair(i, closed_by[i]);
  }

  void resolve_pair(std::size_t begin, std::size_t end) {
    bool has_other = false;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (!is_strong(classes_[i])) continue;
      if (strong(classes_[i]) == base_) {
        classes_[begin] = classes_[end] = base_;
        return;
      }
      has_other = true;
    }
    if (!has_other) return;
    BidiClass before = base_;
    for (std::size_t i = begin; i-- > 0;)
      if (is_strong(classes_[i])) {
        before = strong(classes_[i]);
        break;
      }
    classes_[begin] = classes_[end] = before;
  }

  // Rules N1 and N2: the rest goes with what stands on both sides, or with the paragraph.
  void resolve_neutrals() {
    BidiClass before = base_;
    for (std::size_t i = 0; i < classes_.size();) {
      std::size_t end = i;
      while (end < classes_.size() && classes_[end] == ON) ++end;
      const BidiClass after = end < classes_.size() ? strong(classes_[end]) : base_;
      std::fill(classes_.begin() + offset(i), classes_.begin() + offset(end),
                before == after ? before : base_);
      before = after;
      i = end + 1;
    }
  }

  // Rule L1, but for the line's end.
  void reset_before_tabs(std::vector<BidiLevel>& levels, BidiLevel base) const {
    bool before_tab = false;
    for (std::size_t i = levels.size(); i-- > 0;) {
      before_tab = spaces_[i] == S || (before_tab && spaces_[i] == WS);
      if (before_tab) levels[i] = base;
    }
  }

  static std::ptrdiff_t offset(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

  const std::vector<char32_t>& characters_;
  const BidiClass base_;
  std::vector<BidiClass> classes_, spaces_;  // resolved step by step, and as they were
};

}  // namespace

Direction direction_of(std::string_view text) {
  while (!text.empty() && text[0] != '\n') {
    const Utf8Character front = utf8_front(text);
    const BidiClass of = bidi_class(front.code);
    if (of == L) break;
    if (of == R || of == AL) return Direction::right_to_left;
    text.remove_prefix(front.bytes);
  }
  return Direction::left_to_right;
}

bool may_run_right_to_left(char32_t c) {
  return c >= 0x590 && (c < 0x900 || c == 0x200F || (c >= 0xFB1D && c < 0xFF00) ||
                        (c >= 0x10800 && c < 0x11000) || (c >= 0x1E800 && c < 0x1F000));
}

std::vector<BidiLevel> bidi_levels(const std::vector<char32_t>& paragraph, Direction base) {
  return Paragraph(paragraph, base).levels();
}

std::vector<std::size_t> visual_order(const std::vector<BidiLevel>& levels) {
  std::vector<std::size_t> order(levels.size());
  BidiLevel highest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    highest = std::max(highest, levels[i]);
  }
  // Rule L2: from the innermost, whatever lies at least as deep is turned as one.
  for (; highest > 0; --highest)
    for (std::size_t i = 0; i < order.size();) {
      std::size_t end = i;
      while (end < order.size() && levels[order[end]] >= highest) ++end;
      std::reverse(order.begin() + static_cast<std::ptrdiff_t>(i),
                   order.begin() + static_cast<std::ptrdiff_t>(end));
      i = std::max(end, i + 1);
    }
  return order;
}

char32_t mirrored(char32_t character) {
  const std::size_t index = pair_index(character);
  return index < kPairCount ? kPairs[index ^ 1] : character;
}

}  // namespace magic
