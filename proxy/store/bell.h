// Wakes a thread that waits, or is about to: a ring is kept until somebody has heard it.
// Thread rule: every method may be called from any thread; one of them waits.
#pragma once

#include <condition_variable>

#include "proxy/base/mutex.h"
#include "proxy/store/deadline.h"

namespace magic {

class Bell {
 public:
  void ring() {
    {
      const Lock lock(mutex_);
      rung_ = true;
    }
    wake_.notify_all();
  }

  // Until it rings, or the deadline.
  void wait(const Deadline& deadline) {
    Lock lock(mutex_);
    wake_.wait_until(lock.waits(), deadline.at(),
                     [this]() MAGIC_REQUIRES(mutex_) { return rung_; });
    rung_ = false;
  }

 private:
  Mutex mutex_;
  std::condition_variable wake_;
  bool rung_ MAGIC_GUARDED_BY(mutex_) = false;
};

}  // namespace magic
