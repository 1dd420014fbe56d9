// What a memory strategy takes of the past. Each is a pure choice over whole turns; what all have
// in common (marks, turns without an answer, the window) is decided around it by plan_context().
// Thread rule: pure functions; a Recall is used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "proxy/memory/past_turns.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"

namespace magic {

class Recall {
 public:
  virtual ~Recall() = default;

  // One reason for each turn of `newest_first`, all of which could be sent: history for those that
  // shall be, for the others why not.
  virtual std::vector<ContextReason> choose(
      const std::vector<const PastTurn*>& newest_first) const = 0;

  // Why messages that are older than all that was read, `count` of them, are not sent.
  virtual ContextReason reason_of_unread(std::int64_t count) const = 0;
};

// What one of the strategies below is made from. The summary and the response are those that may be
// used for this turn, if any.
std::unique_ptr<Recall> recall_for(const MemoryChoice& memory, const StoredSummary* summary,
                                   const HeldResponse* held);

// No past at all.
std::unique_ptr<Recall> recall_none();
// Everything.
std::unique_ptr<Recall> recall_full();
// The newest turns with at most `n` messages together. Half a turn is not taken: of 3 messages,
// one turn of 2 is.
std::unique_ptr<Recall> recall_last_n(int n);
// The newest turns with at most `tokens` calibrated tokens together.
std::unique_ptr<Recall> recall_token_budget(int tokens);
// Everything that the summary does not cover. Without a summary: everything.
std::unique_ptr<Recall> recall_summary(const StoredSummary* summary);
// Everything that the provider does not hold. If it holds nothing: everything.
std::unique_ptr<Recall> recall_provider(const HeldResponse* held);

}  // namespace magic
