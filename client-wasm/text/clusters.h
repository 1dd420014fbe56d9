// A text as it is drawn, picture by picture: mostly character by character; but a family of emoji, a
// letter with marks, and a whole word of a script whose letters join or change each other (Arabic,
// Devanagari, Thai...) are one picture each, which the system draws as a whole.
//
// Thread rule: UI thread (segments.h). Places are byte offsets into UTF-8.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "client-wasm/text/bidi.h"

namespace magic {

struct Cluster {
  std::size_t begin = 0, end = 0;
  char32_t character = 0;  // what to draw; of a whole: its first, which tells its direction
  bool whole = false;      // one picture of all its characters
  bool breaks = false;     // a line may end on both sides of it without a space
};

// Reads `text` from its begin to its end. Ordinary Latin, Chinese, Japanese and Korean text costs no
// question to anybody. `text` must outlive the reader.
class ClusterReader {
 public:
  explicit ClusterReader(std::string_view text) : text_(text) {}

  bool next(Cluster& out);  // false: nothing is left

 private:
  void read_stretch();
  void add_whole(std::size_t begin, std::size_t end, char32_t first, bool breaks);

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Cluster> ready_;  // of a stretch that had to be asked for
  std::size_t next_ready_ = 0;
};

// Quick. True: the text is drawn as it stands, character by character, from left to right.
bool is_plain(std::string_view text);

struct ClusterLevels {
  std::vector<BidiLevel> of_clusters;    // empty: everything runs from left to right
  std::vector<BidiLevel> of_paragraphs;  // as LFs divide the text; empty with the other
};
// `base`: the direction of every paragraph; nullptr: each has its own (direction_of).
ClusterLevels cluster_levels(std::string_view text, const Direction* base);

}  // namespace magic
