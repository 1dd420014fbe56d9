#include "proxy/store/memory_turn_queue.h"

#include <algorithm>
#include <list>
#include <map>

#include "proxy/base/mutex.h"
#include "proxy/store/bell.h"
#include "proxy/store/turn_queue_errors.h"

namespace magic {
namespace {

class MemoryTurnQueue final : public TurnQueue {
 public:
  explicit MemoryTurnQueue(TurnQueueOptions options) : options_(options) {}

  Result<std::unique_ptr<Place>> enter(const std::string& session_id) override;

 private:
  class MemoryPlace;

  int ahead_of(const MemoryPlace& place) const;
  void leave(const MemoryPlace& place);

  const TurnQueueOptions options_;
  mutable Mutex mutex_;
  std::map<std::string, std::list<MemoryPlace*>> lines_ MAGIC_GUARDED_BY(mutex_);
};

class MemoryTurnQueue::MemoryPlace final : public Place {
 public:
  MemoryPlace(MemoryTurnQueue& queue, std::string session, int ahead)
      : session_id(std::move(session)), queue_(queue), ahead_(ahead) {}
  ~MemoryPlace() override { queue_.leave(*this); }

  int ahead() const override { return ahead_; }

  Status wait(CancelToken& cancel, int timeout_ms,
              const std::function<void(int ahead)>& on_ahead) override {
    const Deadline deadline = Deadline::in_ms(timeout_ms);
    cancel.set_hook([this] { bell.ring(); });
    const Status ended = wait_until(deadline, cancel, on_ahead);
    cancel.set_hook({});
    return ended;
  }

  const std::string session_id;
  Bell bell;

 private:
  Status wait_until(const Deadline& deadline, const CancelToken& cancel,
                    const std::function<void(int ahead)>& on_ahead) {
    for (;;) {
      if (cancel.cancelled()) return cancelled_in_line();
      const int ahead = queue_.ahead_of(*this);
      if (ahead != ahead_) {
        ahead_ = ahead;
        if (on_ahead) on_ahead(ahead);
      }
      if (ahead == 0) return success();
      if (deadline.passed()) return waited_too_long();
      bell.wait(deadline);
    }
  }

  MemoryTurnQueue& queue_;
  int ahead_;
};

Result<std::unique_ptr<TurnQueue::Place>> MemoryTurnQueue::enter(const std::string& session_id) {
  const Lock lock(mutex_);
  std::list<MemoryPlace*>& line = lines_[session_id];
  const int ahead = static_cast<int>(line.size());
  if (ahead > options_.max_waiting) return line_is_full();
  auto place = std::make_unique<MemoryPlace>(*this, session_id, ahead);
  line.push_back(place.get());
  return std::unique_ptr<Place>(std::move(place));
}

int MemoryTurnQueue::ahead_of(const MemoryPlace& place) const {
  const Lock lock(mutex_);
  const std::list<MemoryPlace*>& line = lines_.at(place.session_id);
  return static_cast<int>(std::distance(line.begin(), std::find(line.begin(), line.end(), &place)));
}

void MemoryTurnQueue::leave(const MemoryPlace& place) {
  const Lock lock(mutex_);
  const auto line = lines_.find(place.session_id);
  std::erase(line->second, &place);
  for (MemoryPlace* other : line->second) other->bell.ring();
  if (line->second.empty()) lines_.erase(line);
}

}  // namespace

std::unique_ptr<TurnQueue> make_memory_turn_queue(TurnQueueOptions options) {
  return std::make_unique<MemoryTurnQueue>(options);
}

}  // namespace magic
