#include "client-wasm/text/clusters.h"

#include <algorithm>
#include <span>

#include "client-wasm/text/bidi_classes.h"
#include "client-wasm/text/segments.h"
#include "shared/utf8.h"

namespace magic {
namespace {

// A picture of more would be too wide for the atlas; a word of 48 letters has this many.
constexpr std::size_t kLongestWhole = 96;
constexpr char32_t kJoiner = 0x200D, kBox = 0x25A1;

struct Range {
  char32_t first, last;
};
bool is_in(char32_t c, std::span<const Range> ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return c >= range.first && c <= range.last; });
}

// Characters that neither join nor mark the one before them. Not all of them: enough for the scripts
// that are written without such.
constexpr Range kSimple[] = {
    {0x309B, 0xA66E},  // Chinese, Japanese and Korean first: most of what is asked for
    {0xAC00, 0xD7A3}, {0x3030, 0x3098}, {0x2E00, 0x3029}, {0xFF00, 0xFF9D},   {0x2010, 0x2027},
    {0x0370, 0x0482}, {0x048A, 0x058F}, {0x1E00, 0x200A}, {0x202F, 0x205F},   {0x2070, 0x20CF},
    {0x2100, 0x2CEE}, {0xF900, 0xFB1C}, {0xFFE0, 0xFFFD}, {0x1D400, 0x1D7FF}, {0x20000, 0x3FFFD}};
bool is_simple(char32_t c) { return c < 0x300 || is_in(c, kSimple); }

// Blocks whose letters take their shape from the letters beside them.
constexpr Range kShaped[] = {{0x0600, 0x08FF},   {0x0900, 0x109F},   {0x1700, 0x18AF},
                             {0x1900, 0x1CFF},   {0xA800, 0xA95F},   {0xA980, 0xAAFF},
                             {0xABC0, 0xABFF},   {0x10A00, 0x10AFF}, {0x10D00, 0x10D3F},
                             {0x10F00, 0x11FFF}, {0x1E900, 0x1E95F}};
// Of these the ones written without spaces: Thai and Lao, Myanmar, Khmer.
constexpr Range kSpaceless[] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF}};

bool is_letter(BidiClass of) {
  return of == BidiClass::L || of == BidiClass::R || of == BidiClass::AL;
}
bool is_private(char32_t c) { return c >= 0xE000 && c <= 0xF8FF; }
bool is_emoji(char32_t c) { return c >= 0x1F000 && c <= 0x1FAFF; }

}  // namespace

bool ClusterReader::next(Cluster& out) {
  if (next_ready_ == ready_.size() && at_ < text_.size()) {
    const auto is_ascii = [&](std::size_t at) {
      return at == text_.size() || static_cast<unsigned char>(text_[at]) < 0x80;
    };
    if (is_ascii(at_) && is_ascii(at_ + 1)) {
      out = {at_, at_ + 1, static_cast<char32_t>(text_[at_]), false, false};
      ++at_;
      return true;
    }
    const Utf8Character here = utf8_front(text_.substr(at_));
    const std::size_t end = at_ + here.bytes;
    // A simple character stands alone, unless a mark or a joiner follows it.
    const bool alone = here.code == '\n' ||
                       (is_simple(here.code) &&
                        (end == text_.size() || is_simple(utf8_front(text_.substr(end)).code)));
    if (alone || is_private(here.code)) {
      // The private areas are ours to name pictures with (cluster_codes.h).
      out = {at_, end, is_private(here.code) ? kBox : here.code, false, false};
      at_ = end;
      return true;
    }
    read_stretch();
  }
  if (next_ready_ == ready_.size()) return false;
  out = ready_[next_ready_++];
  return true;
}

// From here to where two simple characters meet.
void ClusterReader::read_stretch() {
  ready_.clear();
  next_ready_ = 0;
  std::size_t end = at_;
  bool was_simple = false;
  char32_t before = 0;
  bool spaceless = false;
  while (end < text_.size()) {
    const Utf8Character here = utf8_front(text_.substr(end));
    const bool simple = is_simple(here.code);
    const bool ends = was_simple && simple && before != kJoiner;
    if ((ends || is_private(here.code)) && end > at_) break;
    if (here.code == '\n') break;
    spaceless = spaceless || is_in(here.code, kSpaceless);
    was_simple = simple;
    before = here.code;
    end += here.bytes;
  }
  const std::string_view stretch = text_.substr(at_, end - at_);
  std::size_t begin = at_;
  if (spaceless) {
    for (const WordSpan& word : word_spans(stretch)) {
      const char32_t first = utf8_front(text_.substr(begin)).code;
      add_whole(begin, at_ + word.end, first, is_in(first, kSpaceless));
      begin = at_ + word.end;
    }
  } else {
    for (const std::size_t piece : character_ends(stretch)) {
      const char32_t first = utf8_front(text_.substr(begin)).code;
      add_whole(begin, at_ + piece, first, is_emoji(first));
      begin = at_ + piece;
    }
  }
  at_ = end;
}

void ClusterReader::add_whole(std::size_t begin, std::size_t end, char32_t first, bool breaks) {
  const std::size_t first_bytes = utf8_front(text_.substr(begin)).bytes;
  const bool shaped = is_in(first, kShaped) && is_letter(bidi_class(first));
  if (shaped && !breaks && !ready_.empty()) {
    Cluster& word = ready_.back();
    if (word.whole && !word.breaks && is_in(word.character, kShaped) &&
        bidi_class(word.character) == bidi_class(first) && end - word.begin <= kLongestWhole) {
      word.end = end;
      return;
    }
  }
  const bool several = end - begin > first_bytes;
  // A letter with its accent is mostly one that our own fonts have.
  const char32_t one = several && !shaped ? composed(text_.substr(begin, end - begin)) : 0;
  ready_.push_back({begin, end, one != 0 ? one : first, one == 0 && (shaped || several), breaks});
}

bool is_plain(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const Utf8Character here = utf8_front(text.substr(at));
    if (!is_simple(here.code)) return false;
    at += here.bytes;
  }
  return true;
}

ClusterLevels cluster_levels(std::string_view text, const Direction* base) {
  ClusterLevels levels;
  bool is_mixed = base != nullptr && *base == Direction::right_to_left;
  for (std::size_t at = 0; !is_mixed && at < text.size();) {
    const Utf8Character here = utf8_front(text.substr(at));
    is_mixed = may_run_right_to_left(here.code);
    at += here.bytes;
  }
  if (!is_mixed) return levels;

  std::vector<char32_t> paragraph;
  std::size_t begin = 0;
  const auto end_paragraph = [&] {
    const Direction own = base != nullptr ? *base : direction_of(text.substr(begin));
    for (const BidiLevel level : bidi_levels(paragraph, own)) levels.of_clusters.push_back(level);
    levels.of_paragraphs.push_back(own == Direction::right_to_left ? 1 : 0);
    paragraph.clear();
  };
  ClusterReader reader(text);
  for (Cluster cluster; reader.next(cluster);) {
    if (cluster.character != '\n') {
      paragraph.push_back(cluster.character);
      continue;
    }
    end_paragraph();
    levels.of_clusters.push_back(0);
    begin = cluster.end;
  }
  end_paragraph();
  return levels;
}

}  // namespace magic
