#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

class RecallFull final : public Recall {
 public:
  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    return std::vector<ContextReason>(turns.size(), ContextReason::history);
  }
  // So much is read that what is older cannot fit (history_bytes_for).
  ContextReason reason_of_unread(std::int64_t) const override { return ContextReason::window; }
};

}  // namespace

std::unique_ptr<Recall> recall_full() { return std::make_unique<RecallFull>(); }

}  // namespace magic
