#include "proxy/http/live_turns.h"

#include <algorithm>
#include <chrono>

namespace magic {
namespace {

constexpr std::chrono::milliseconds kLookEvery{50};
constexpr std::chrono::seconds kAskEvery{1};  // a client that closed its half
constexpr int kTryAgainSeconds = 2;
constexpr const char* kStopping = "The proxy is stopping. Try again shortly.";

Error refused(ErrorCode code, std::string sentence) {
  return {code, std::move(sentence), {}, true, kTryAgainSeconds};
}

}  // namespace

void LiveTurn::look() {
  const auto now = std::chrono::steady_clock::now();
  switch (client_.state()) {
    case RequestSocket::State::gone:
      token_->cancel(Ending::disconnected);
      return;
    case RequestSocket::State::half_closed:
      if (now - asked_ < kAskEvery) return;
      asked_ = now;
      ask_client();
      return;
    case RequestSocket::State::open:
      keep_alive();
  }
}

LiveTurns::LiveTurns(int max, int max_per_client)
    : max_(max), max_per_client_(max_per_client), watcher_([this] { watch(); }) {}

LiveTurns::~LiveTurns() {
  {
    const Lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  watcher_.join();
}

Result<std::shared_ptr<LiveTurns::Entry>> LiveTurns::enter(const std::shared_ptr<LiveTurn>& turn,
                                                           const std::string& client) {
  const Lock lock(mutex_);
  if (closed_) return refused(ErrorCode::overloaded, kStopping);
  if (is_full(*turn))
    return refused(ErrorCode::overloaded,
                   "Too many answers and streams are open at the moment. Try again shortly.");
  if (has_too_many(client, *turn))
    return refused(ErrorCode::rate_limited,
                   "Too many answers and streams of yours are open. Let one of them end first.");
  turns_.push_back({turn, client});
  return std::make_shared<Entry>(*this, turn);
}

bool LiveTurns::is_full(const LiveTurn& turn) const {
  return std::count_if(turns_.begin(), turns_.end(), [&](const Open& open) {
           return open.turn->is_worth_finishing() == turn.is_worth_finishing();
         }) >= max_;
}

bool LiveTurns::has_too_many(const std::string& client, const LiveTurn& turn) const {
  if (max_per_client_ == 0) return false;
  return std::count_if(turns_.begin(), turns_.end(), [&](const Open& open) {
           return open.client == client &&
                  open.turn->is_worth_finishing() == turn.is_worth_finishing();
         }) >= max_per_client_;
}

void LiveTurns::leave(const std::shared_ptr<LiveTurn>& turn) {
  {
    const Lock lock(mutex_);
    std::erase_if(turns_, [&](const Open& open) { return open.turn == turn; });
  }
  changed_.notify_all();
}

void LiveTurns::close() {
  const Lock lock(mutex_);
  closed_ = true;
  for (const Open& open : turns_)
    if (!open.turn->is_worth_finishing()) open.turn->cancel().cancel(Ending::disconnected);
}

bool LiveTurns::wait_until_none(int timeout_ms) {
  Lock lock(mutex_);
  return changed_.wait_for(lock.waits(), std::chrono::milliseconds(timeout_ms),
                           [this]() MAGIC_REQUIRES(mutex_) { return turns_.empty(); });
}

void LiveTurns::end_all() {
  const Error why = refused(ErrorCode::overloaded, kStopping);
  const Lock lock(mutex_);
  // The newest first: a turn that waits for an older one must not begin when that ends.
  for (auto turn = turns_.rbegin(); turn != turns_.rend(); ++turn)
    turn->turn->cancel().end_with(why);
}

void LiveTurns::watch() {
  Lock lock(mutex_);
  while (!changed_.wait_for(lock.waits(), kLookEvery,
                            [this]() MAGIC_REQUIRES(mutex_) { return stopping_; })) {
    // Under the lock, so that leave() means what it says: looking does not block.
    for (const Open& open : turns_) open.turn->look();
  }
}

}  // namespace magic
