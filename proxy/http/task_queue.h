// One thread per open connection, as cpp-httplib needs it, up to a limit.
//
// Why not the library's own pool: in 0.41 it adds a thread only when none counts as idle, and
// threads that were woken but did not run yet still count, so a burst of connections waits behind
// idle kept-alive ones (measured: 372 against 2,167 requests/s in the same test).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <utility>

#include <httplib.h>
#include "proxy/base/mutex.h"

namespace magic {

class ConnectionThreads final : public httplib::TaskQueue {
 public:
  // make_room: asked when there is no thread for one more connection. True: one of the others ends
  // at once, whatever it does.
  ConnectionThreads(std::size_t max_threads, std::function<bool()> make_room)
      : max_threads_(max_threads), make_room_(std::move(make_room)) {}
  ~ConnectionThreads() override { shutdown(); }

  // When max_threads connections are open, or the machine has no more threads, and no room is made,
  // the task runs before this returns, and is_one_too_many(): it has to be short. False: shutdown()
  // has begun.
  bool enqueue(std::function<void()> task) override;

  // Of the task that the calling thread runs.
  static bool is_one_too_many();

  // Waits until every connection has ended.
  void shutdown() override;

 private:
  bool has_thread() MAGIC_REQUIRES(mutex_);  // for one more task; starts one where it can
  void work();

  const std::size_t max_threads_;
  const std::function<bool()> make_room_;
  Mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable all_gone_;
  std::deque<std::function<void()>> waiting_ MAGIC_GUARDED_BY(mutex_);
  std::size_t threads_ MAGIC_GUARDED_BY(mutex_) = 0;
  std::size_t idle_ MAGIC_GUARDED_BY(mutex_) =
      0;  // threads without a task; tasks in waiting_ have one of them, or the next that is done
  bool stopping_ MAGIC_GUARDED_BY(mutex_) = false;
};

}  // namespace magic
