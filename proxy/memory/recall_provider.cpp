#include <algorithm>

#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

class RecallProvider final : public Recall {
 public:
  explicit RecallProvider(const HeldResponse* held) : held_(held) {}

  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    std::vector<ContextReason> reasons(turns.size(), ContextReason::history);
    if (held_ == nullptr) return reasons;
    std::transform(turns.begin(), turns.end(), reasons.begin(), [this](const PastTurn* turn) {
      return turn->last_id() <= held_->covers_to ? ContextReason::provider_held
                                                 : ContextReason::history;
    });
    return reasons;
  }

  ContextReason reason_of_unread(std::int64_t) const override {
    return held_ != nullptr ? ContextReason::provider_held : ContextReason::window;
  }

 private:
  const HeldResponse* held_;
};

}  // namespace

std::unique_ptr<Recall> recall_provider(const HeldResponse* held) {
  return std::make_unique<RecallProvider>(held);
}

}  // namespace magic
