#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

class RecallTokenBudget final : public Recall {
 public:
  explicit RecallTokenBudget(int tokens) : tokens_(tokens) {}

  // The first turn that does not fit ends it: a conversation with a hole in the middle is worse
  // than a shorter one.
  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    std::vector<ContextReason> reasons(turns.size(), ContextReason::budget);
    int left = tokens_;
    for (std::size_t i = 0; i < turns.size() && turns[i]->tokens <= left; ++i) {
      left -= turns[i]->tokens;
      reasons[i] = ContextReason::history;
    }
    return reasons;
  }
  ContextReason reason_of_unread(std::int64_t) const override { return ContextReason::budget; }

 private:
  int tokens_;
};

}  // namespace

std::unique_ptr<Recall> recall_token_budget(int tokens) {
  return std::make_unique<RecallTokenBudget>(tokens);
}

}  // namespace magic
