#include <algorithm>

#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

class RecallSummary final : public Recall {
 public:
  explicit RecallSummary(const StoredSummary* summary) : summary_(summary) {}

  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    std::vector<ContextReason> reasons(turns.size(), ContextReason::history);
    if (summary_ == nullptr) return reasons;
    std::transform(turns.begin(), turns.end(), reasons.begin(), [this](const PastTurn* turn) {
      return turn->last_id() <= summary_->covers_to ? ContextReason::summarized
                                                    : ContextReason::history;
    });
    return reasons;
  }

  // A session that was long already when it got its first summary has a beginning which no summary
  // has seen. To claim that it is in there would be the one lie this program must not tell.
  ContextReason reason_of_unread(std::int64_t count) const override {
    return summary_ != nullptr && count <= summary_->covered_messages ? ContextReason::summarized
                                                                      : ContextReason::window;
  }

 private:
  const StoredSummary* summary_;
};

}  // namespace

std::unique_ptr<Recall> recall_summary(const StoredSummary* summary) {
  return std::make_unique<RecallSummary>(summary);
}

}  // namespace magic
