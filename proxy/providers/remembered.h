// Something that costs a question over the network: asked at most every so often, and by one thread
// at a time; the others get the last known answer. Only before the first answer do they wait for
// it.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "proxy/base/clock.h"
#include "proxy/base/mutex.h"

namespace magic {

template <class T>
class Remembered {
 public:
  struct Answer {
    T value;
    std::int64_t fresh_ms = 0;  // how long it is not asked for again
  };

  // While somebody asks, the others are content with an answer that is not older than `usable_ms`.
  Remembered(const Clock& clock, std::int64_t usable_ms) : clock_(clock), usable_ms_(usable_ms) {}

  // `ask` runs without a lock held and must not throw.
  T get(const std::function<Answer()>& ask) {
    Lock lock(mutex_);
    if (is_asking_) {
      answered_.wait(lock.waits(), [this]() MAGIC_REQUIRES(mutex_) {
        return is_younger(usable_ms_) || !is_asking_;
      });
      return last_->value;
    }
    if (last_ && is_younger(last_->fresh_ms)) return last_->value;

    is_asking_ = true;
    lock.unlock();
    Answer answer = ask();
    lock.lock();
    is_asking_ = false;
    last_ = answer;
    last_ms_ = clock_.monotonic_ms();
    answered_.notify_all();
    return std::move(answer.value);
  }

 private:
  bool is_younger(std::int64_t than_ms) const MAGIC_REQUIRES(mutex_) {
    return last_ && clock_.monotonic_ms() - last_ms_ < than_ms;
  }

  const Clock& clock_;
  const std::int64_t usable_ms_;
  Mutex mutex_;
  std::condition_variable answered_;
  std::optional<Answer> last_ MAGIC_GUARDED_BY(mutex_);
  std::int64_t last_ms_ MAGIC_GUARDED_BY(mutex_) = 0;
  bool is_asking_ MAGIC_GUARDED_BY(mutex_) = false;
};

}  // namespace magic
