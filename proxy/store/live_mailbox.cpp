#include "proxy/store/live_mailbox.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace magic {
namespace {

// More than a watcher can be given at once when it begins with all that is kept.
constexpr std::size_t kMostWaiting = std::size_t{2} * kKeptEvents;

// How long a store that is away already may take to come back before the watcher is told again.
constexpr int kAwayPauseMs = 500;

class MailboxSubscription final : public LiveFeed::Subscription {
 public:
  explicit MailboxSubscription(std::shared_ptr<LiveMailbox> mailbox)
      : mailbox_(std::move(mailbox)) {}

  Result<std::vector<LiveEvent>> next(int timeout_ms) override {
    return mailbox_->take(timeout_ms);
  }

 private:
  const std::shared_ptr<LiveMailbox> mailbox_;
};

}  // namespace

void LiveMailbox::put(LiveEvent event) {
  {
    const Lock lock(mutex_);
    if (events_.size() >= kMostWaiting) {
      events_.clear();
      events_.push_back({.kind = LiveEvent::Kind::missed});
    }
    events_.push_back(std::move(event));
  }
  changed_.notify_all();
}

void LiveMailbox::set_away(std::optional<Error> error) {
  {
    const Lock lock(mutex_);
    away_ = std::move(error);
  }
  changed_.notify_all();
}

Result<std::vector<LiveEvent>> LiveMailbox::take(int timeout_ms) {
  Lock lock(mutex_);
  const bool was_away = away_.has_value();
  const int wait_ms = was_away ? std::min(timeout_ms, kAwayPauseMs) : timeout_ms;
  changed_.wait_for(lock.waits(), std::chrono::milliseconds(wait_ms), [&]() MAGIC_REQUIRES(mutex_) {
    return !events_.empty() || away_.has_value() != was_away;
  });
  if (!events_.empty()) return std::exchange(events_, {});
  if (away_) return *away_;
  return std::vector<LiveEvent>{};
}

std::unique_ptr<LiveFeed::Subscription> make_subscription(std::shared_ptr<LiveMailbox> mailbox) {
  return std::make_unique<MailboxSubscription>(std::move(mailbox));
}

}  // namespace magic
