#include "proxy/memory/memory_strategy.h"

namespace magic {

std::unique_ptr<Recall> recall_for(const MemoryChoice& memory, const StoredSummary* summary,
                                   const HeldResponse* held) {
  switch (memory.strategy) {
    case MemoryStrategy::none:
      return recall_none();
    case MemoryStrategy::full:
      return recall_full();
    case MemoryStrategy::last_n:
      return recall_last_n(memory.n);
    case MemoryStrategy::token_budget:
      return recall_token_budget(memory.tokens);
    case MemoryStrategy::summary:
      return recall_summary(summary);
    case MemoryStrategy::provider:
      return recall_provider(held);
  }
  return recall_full();
}

}  // namespace magic
