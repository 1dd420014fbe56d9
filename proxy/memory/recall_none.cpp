#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

class RecallNone final : public Recall {
 public:
  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    return std::vector<ContextReason>(turns.size(), ContextReason::stateless);
  }
  ContextReason reason_of_unread(std::int64_t) const override { return ContextReason::stateless; }
};

}  // namespace

std::unique_ptr<Recall> recall_none() { return std::make_unique<RecallNone>(); }

}  // namespace magic
