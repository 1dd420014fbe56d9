// A wait that ends at once when the turn is cancelled.
// Thread rule: one object, used by the thread of the turn; the token may be cancelled on any.
#pragma once

#include <chrono>
#include <condition_variable>

#include "proxy/base/cancel.h"
#include "proxy/base/mutex.h"

namespace magic {

// Uses the token's hook while it exists.
class Pause {
 public:
  explicit Pause(CancelToken& cancel);
  ~Pause();
  Pause(const Pause&) = delete;
  Pause& operator=(const Pause&) = delete;

  void wait(std::chrono::milliseconds time);

 private:
  CancelToken& cancel_;
  Mutex mutex_;
  std::condition_variable woken_;
  bool is_cancelled_ MAGIC_GUARDED_BY(mutex_) = false;
};

}  // namespace magic
