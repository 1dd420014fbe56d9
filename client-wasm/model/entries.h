// The messages on the screen, oldest first, and a count of their changes: a conversation may have ten
// thousand of them, and whoever derives something from all of them does so only after a change.
//
// Thread rule: UI thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

enum class EntryState {
  sending,    // a user's message that the proxy has not confirmed as stored
  unsent,     // a user's message that was refused or lost; message.error says why
  waiting,    // an answer of which nothing has come
  streaming,  // an answer that is coming
  settled,    // as it will stay
};

// One of several answers to a question.
struct AnswerVersion {
  Message message;
  std::optional<ContextReport> context;
  bool confirmed = true;  // by the load of the history that is under way, if one is
};

// One message on the screen. Of several answers to a question one is on the screen.
struct Entry {
  int key = 0;       // unique while the program runs, so that views can remember things about it
  int revision = 0;  // grows with every change of what is shown
  EntryState state = EntryState::settled;
  Message message;                       // an empty id: not known to be stored
  std::optional<ContextReport> context;  // answers of turns this UI has followed itself
  // Answers: all that are stored of the same question, by attempt; empty when there is only one.
  std::vector<AnswerVersion> versions = {};
  int turns_ahead = 0;          // a waiting answer: turns of the session that come before it
  bool reasoning_open = false;  // an answer's reasoning is unfolded
  // Answers that this UI has followed: when the first reasoning came (0: none), and how long it was
  // until the first text.
  std::int64_t thinking_since_ms = 0;
  std::optional<std::int64_t> thought_ms = {};
};

// A vector of them. What could change one counts as a change, whether it does or not.
class Entries {
 public:
  using iterator = std::vector<Entry>::iterator;
  using const_iterator = std::vector<Entry>::const_iterator;

  // Grows with every change, of an entry or of which there are.
  std::uint64_t changes() const { return changes_; }

  bool empty() const { return all_.empty(); }
  std::size_t size() const { return all_.size(); }
  const Entry& operator[](std::size_t i) const { return all_[i]; }
  const Entry& back() const { return all_.back(); }
  const_iterator begin() const { return all_.begin(); }
  const_iterator end() const { return all_.end(); }
  auto rbegin() const { return all_.rbegin(); }
  auto rend() const { return all_.rend(); }

  Entry& operator[](std::size_t i) { return changed()[i]; }
  Entry& back() { return changed().back(); }
  iterator begin() { return changed().begin(); }
  iterator end() { return changed().end(); }
  iterator erase(iterator place) { return changed().erase(place); }
  iterator erase(iterator begin, iterator end) { return changed().erase(begin, end); }
  iterator insert(iterator place, Entry entry) { return changed().insert(place, std::move(entry)); }
  Entry& add(Entry entry) { return changed().emplace_back(std::move(entry)); }
  void pop_back() { changed().pop_back(); }
  void clear() { changed().clear(); }

  // Stored messages with a word in them. Counted once after each change.
  std::int64_t stored() const;

 private:
  std::vector<Entry>& changed() {
    ++changes_;
    return all_;
  }

  std::vector<Entry> all_;
  std::uint64_t changes_ = 1;
  mutable std::uint64_t counted_at_ = 0;  // changes_ when stored_ was counted
  mutable std::int64_t stored_ = 0;
};

}  // namespace magic
