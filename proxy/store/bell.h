// Wakes a thread that waits, or is about to: a ring is kept until somebody has heard it.
// Thread rule: every method may be called from any thread; one of them waits.
#pragma once

#include <condition_variable>
#include <mutex>

#include "proxy/store/deadline.h"

namespace magic {

class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    wake_.notify_all();
  }

  // Until it rings, or the deadline.
  void wait(const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, deadline.at(), [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool rung_ = false;  // guarded by mutex_
};

}  // namespace magic
