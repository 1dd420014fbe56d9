// Searching the conversation: all of what is loaded, whether it is on the screen or not. Upper and
// lower case are the same (fold_case.h).
//
// It goes on bit by bit, so that ten thousand messages do not hold up a frame, and begins again where
// a message has changed.
// Thread rule: UI thread. Limits: kMostHits; the words are cut at kMostWords characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/model/entries.h"
#include "client-wasm/model/text_range.h"

namespace magic {

// All places of `text` that read like `words`, which do not overlap, are added to `out`, until that
// has `most`.
void find_in(std::string_view text, std::string_view words, std::vector<TextRange>& out,
             std::size_t most);

class Find {
 public:
  static constexpr std::size_t kMostHits = 10'000, kMostWords = 200;

  // What is shown of a message; the hits are ranges of it.
  using ShownText = std::string (*)(const Entry& entry);

  // Begins anew. The first hit at `from` (an index into the entries) or behind becomes the current
  // one; when there is none, the first of all.
  void ask(std::string_view words, std::size_t from);

  // Searches on in about so many bytes of text. True: there is more to search.
  bool search_on(const Entries& entries, ShownText shown, std::size_t most_bytes);

  std::size_t count() const { return ranges_.size(); }
  bool is_complete() const { return complete_; }

  // The current hit: which of all; the message and the place in it.
  std::optional<std::size_t> current() const {
    return current_ && *current_ < ranges_.size() ? current_ : std::nullopt;
  }
  std::size_t current_entry() const;  // only when there is one
  TextRange current_range() const { return ranges_[*current_]; }
  void step(int by);  // +1, -1; round about

  // The hits in one message.
  struct InEntry {
    const TextRange* ranges = nullptr;
    std::size_t count = 0;
    std::size_t current = static_cast<std::size_t>(-1);
  };
  InEntry in_entry(std::size_t index) const;

 private:
  struct Searched {
    int key = 0, revision = 0;
    std::size_t hits_until = 0;  // how many there are in this message and before
  };
  void forget_from(std::size_t index);
  void forget_changed(const Entries& entries);
  void choose_current(bool at_end);

  std::string words_;
  std::vector<Searched> searched_;  // the entries from the first one on
  std::vector<TextRange> ranges_;
  std::optional<std::size_t> current_;
  std::size_t from_ = 0;
  std::uint64_t seen_changes_ = 0;
  bool complete_ = true;
};

}  // namespace magic
