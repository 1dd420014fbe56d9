#include "proxy/http/live_turns.h"

#include <algorithm>
#include <chrono>

namespace magic {
namespace {

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr int kTryAgainSeconds = 2;
constexpr std::chrono::seconds kHeartbeatEvery{1};  // each turn decides whether one is due

}  // namespace

LiveTurns::LiveTurns(int max)
    : max_(max), watcher_([this] { watch(); }), heart_([this] { keep_alive(); }) {}

LiveTurns::~LiveTurns() {
  {
    const Lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  watcher_.join();
  heart_.join();
}

std::shared_ptr<LiveTurns::Entry> LiveTurns::enter(const std::shared_ptr<LiveTurn>& turn) {
  const Lock lock(mutex_);
  if (closed_ || of_kind(turn->is_worth_finishing()) >= max_) return nullptr;
  turns_.push_back(turn);
  return std::make_shared<Entry>(*this, turn);
}

int LiveTurns::of_kind(bool is_worth_finishing) const {
  return static_cast<int>(std::count_if(turns_.begin(), turns_.end(), [&](const auto& turn) {
    return turn->is_worth_finishing() == is_worth_finishing;
  }));
}

void LiveTurns::leave(const std::shared_ptr<LiveTurn>& turn) {
  {
    const Lock lock(mutex_);
    std::erase(turns_, turn);
  }
  changed_.notify_all();
}

void LiveTurns::close() {
  const Lock lock(mutex_);
  closed_ = true;
  for (const auto& turn : turns_)
    if (!turn->is_worth_finishing()) turn->cancel().cancel(Ending::disconnected);
}

Error LiveTurns::refusal() const {
  const Lock lock(mutex_);
  Error error{ErrorCode::overloaded,
              "Too many answers and streams are open at the moment. Try again shortly."};
  if (closed_) error.message = "The proxy is stopping. Try again shortly.";
  error.retryable = true;
  error.retry_after_seconds = kTryAgainSeconds;
  return error;
}

bool LiveTurns::wait_until_none(int timeout_ms) {
  Lock lock(mutex_);
  return changed_.wait_for(lock.waits(), std::chrono::milliseconds(timeout_ms),
                           [this]() MAGIC_REQUIRES(mutex_) { return turns_.empty(); });
}

void LiveTurns::cancel_all(Ending why) {
  const Lock lock(mutex_);
  // The newest first: a turn that waits for an older one must not begin when that ends.
  for (auto turn = turns_.rbegin(); turn != turns_.rend(); ++turn) (*turn)->cancel().cancel(why);
}

void LiveTurns::watch() {
  Lock lock(mutex_);
  while (!changed_.wait_for(lock.waits(), kLookEvery,
                            [this]() MAGIC_REQUIRES(mutex_) { return stopping_; })) {
    // Under the lock, so that leave() means what it says: looking does not block.
    for (const auto& turn : turns_) turn->check_client();
  }
}

void LiveTurns::keep_alive() {
  Lock lock(mutex_);
  while (!changed_.wait_for(lock.waits(), kHeartbeatEvery,
                            [this]() MAGIC_REQUIRES(mutex_) { return stopping_; })) {
    const std::vector<std::shared_ptr<LiveTurn>> turns = turns_;
    lock.unlock();
    for (const auto& turn : turns) turn->keep_alive();
    lock.lock();
  }
}

}  // namespace magic
