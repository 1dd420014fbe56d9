// Work that other threads leave for the UI thread.
//
// Thread rule: post() from any thread; run() from one, the UI thread. Work is taken out under the
// lock and run outside of it, so that what runs may post again (it then runs the next time).
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace magic {

class RunQueue {
 public:
  using Work = std::function<void()>;

  void post(Work work) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }

  // In the order of post().
  void run() {
    std::vector<Work> taken;
    {
      const std::lock_guard lock(mutex_);
      taken.swap(waiting_);
    }
    for (const Work& work : taken) work();
  }

 private:
  std::mutex mutex_;
  std::vector<Work> waiting_;  // guarded by mutex_
};

}  // namespace magic
