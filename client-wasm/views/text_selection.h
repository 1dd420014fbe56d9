// What is selected of a conversation: from a place in one message to a place in the same or another
// one. Places are those of a message's plain text (plain_text.h).
//
// No Dear ImGui. Thread rule: UI thread.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "client-wasm/model/entries.h"
#include "client-wasm/model/text_range.h"

namespace magic {

struct MessagePlace {
  std::size_t message = 0;  // index into the entries
  std::size_t byte = 0;

  auto operator<=>(const MessagePlace&) const = default;
};

class TextSelection {
 public:
  // The end that stays, and the one that moves. Equal: a caret, nothing is selected.
  MessagePlace anchor() const { return anchor_; }
  MessagePlace head() const { return head_; }
  MessagePlace first() const { return anchor_ < head_ ? anchor_ : head_; }
  MessagePlace last() const { return anchor_ < head_ ? head_ : anchor_; }
  bool exists() const { return exists_; }
  bool empty() const { return !exists_ || anchor_ == head_; }

  void set(const Entries& entries, MessagePlace anchor, MessagePlace head);
  void clear() { exists_ = false; }

  // What is selected of one message, whose text may be shorter than it.
  TextRange in_message(std::size_t index) const;

  // Messages came or went: stays at its own, or is dropped with them.
  void follow(const Entries& entries);
  // Only so many bytes of that message's text are still what they were.
  void text_changed(std::size_t index, std::size_t kept_bytes);

 private:
  bool exists_ = false;
  MessagePlace anchor_, head_;
  int anchor_key_ = 0, head_key_ = 0;  // Entry::key
  std::uint64_t seen_changes_ = 0;
};

}  // namespace magic
