#include <algorithm>

#include "proxy/memory/memory_strategy.h"

namespace magic {
namespace {

constexpr std::size_t kMessagesPerTurn = 2;

class RecallLastN final : public Recall {
 public:
  explicit RecallLastN(int n)
      : turns_(static_cast<std::size_t>(std::max(n, 0)) / kMessagesPerTurn) {}

  std::vector<ContextReason> choose(const std::vector<const PastTurn*>& turns) const override {
    std::vector<ContextReason> reasons(turns.size(), ContextReason::last_n);
    std::fill_n(reasons.begin(), std::min(turns_, turns.size()), ContextReason::history);
    return reasons;
  }
  ContextReason reason_of_unread(std::int64_t) const override { return ContextReason::last_n; }

 private:
  std::size_t turns_;
};

}  // namespace

std::unique_ptr<Recall> recall_last_n(int n) { return std::make_unique<RecallLastN>(n); }

}  // namespace magic
