#include "proxy/http/task_queue.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace magic {

namespace {

// The library hands over a connection as a task, which cannot be told anything.
thread_local bool one_too_many = false;

}  // namespace

bool ConnectionThreads::is_one_too_many() { return one_too_many; }

bool ConnectionThreads::enqueue(std::function<void()> task) {
  {
    const Lock lock(mutex_);
    if (stopping_) return false;
    if (has_thread() || make_room_()) {
      waiting_.push_back(std::move(task));
      wake_.notify_one();
      return true;
    }
  }
  one_too_many = true;
  task();
  one_too_many = false;
  return true;
}

bool ConnectionThreads::has_thread() {
  if (waiting_.size() < idle_) return true;
  if (threads_ >= max_threads_) return false;
  try {
    // Detached: a thread that has been idle for a while ends by itself; shutdown() waits for all.
    std::thread([this] { work(); }).detach();
  } catch (const std::system_error&) {
    return false;  // the machine has no more
  }
  ++threads_;
  ++idle_;
  return true;
}

void ConnectionThreads::work() {
  constexpr std::chrono::seconds kIdleLife{10};
  Lock lock(mutex_);
  while (true) {
    const bool woken = wake_.wait_for(lock.waits(), kIdleLife, [this]() MAGIC_REQUIRES(mutex_) {
      return stopping_ || !waiting_.empty();
    });
    if (waiting_.empty() && (!woken || stopping_)) break;
    const std::function<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    --idle_;
    lock.unlock();
    task();
    lock.lock();
    ++idle_;
  }
  --idle_;
  --threads_;
  all_gone_.notify_all();
}

void ConnectionThreads::shutdown() {
  Lock lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
  all_gone_.wait(lock.waits(), [this]() MAGIC_REQUIRES(mutex_) { return threads_ == 0; });
}

}  // namespace magic
