// The stored messages of a session as turns: the form in which memory is decided.
//
// A turn here is a question and the one answer to it that counts: the current alternative, or,
// where none of those that were read is current (that one is newer than the part that was read, or
// was never stored), the first one with text. Other alternatives count for nothing, neither their
// text nor their marks.
// Thread rule: plain values, pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/provider.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"

namespace magic {

struct PastTurn {
  const Message* question = nullptr;
  const Message* answer = nullptr;
  int tokens = 0;  // of both, calibrated
  // history as long as nothing speaks against it.
  ContextReason reason = ContextReason::history;

  bool is_open() const { return reason == ContextReason::history; }
  // Both for turns that have both parts.
  bool is_pinned() const { return question->pinned || answer->pinned; }
  // An answer made by a replay may be far behind its question.
  const std::string& last_id() const { return std::max(question->id, answer->id); }
};

// Whether the reason is one of something that was sent.
constexpr bool is_sent(ContextReason reason) { return reason <= ContextReason::pinned; }

class PastTurns {
 public:
  // Turns that no strategy may send get their reason here: excluded, no_question, no_answer.
  // `past` must outlive this. `without`: ids of messages that count as excluded.
  PastTurns(const StoredMemory& past, const std::set<std::string>& without, double token_factor);

  // In the order of their questions.
  std::vector<PastTurn>& turns() { return turns_; }
  const std::vector<PastTurn>& turns() const { return turns_; }

  // Every stored message that was read, in stored order.
  std::size_t size() const { return messages_.size(); }
  const Message& message(std::size_t i) const { return *messages_[i].message; }
  ContextReason reason(std::size_t i) const;

 private:
  struct Place {
    const Message* message = nullptr;
    std::size_t turn = 0;
  };

  std::vector<PastTurn> turns_;
  std::vector<Place> messages_;
};

// What the model is sent of these messages, which are in stored order: turn after turn in the order
// of their questions, so that every question is followed by its answer whatever came between them.
std::vector<PromptMessage> in_turn_order(const std::vector<const Message*>& messages);

}  // namespace magic
