// std::mutex and its locks with the annotations that the standard library's have not.
//
//   Mutex mutex_;
//   int count_ MAGIC_GUARDED_BY(mutex_) = 0;
//   ...
//   const Lock lock(mutex_);
//   ++count_;
//
// Thread rule: as std::mutex and std::unique_lock.
#pragma once

#include <mutex>

#include "proxy/base/thread_annotations.h"

namespace magic {

class MAGIC_CAPABILITY("mutex") Mutex {
 public:
  void lock() MAGIC_ACQUIRE() { mutex_.lock(); }
  void unlock() MAGIC_RELEASE() { mutex_.unlock(); }
  bool try_lock() MAGIC_TRY_ACQUIRE(true) { return mutex_.try_lock(); }

 private:
  friend class Lock;
  std::mutex mutex_;
};

// Holds the mutex while it exists, but for what lies between its unlock() and lock().
class MAGIC_SCOPED_CAPABILITY Lock {
 public:
  explicit Lock(Mutex& mutex) MAGIC_ACQUIRE(mutex) : lock_(mutex.mutex_) {}
  Lock(Mutex& mutex, std::adopt_lock_t has_it) MAGIC_REQUIRES(mutex)
      : lock_(mutex.mutex_, has_it) {}
  ~Lock() MAGIC_RELEASE() {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  void unlock() MAGIC_RELEASE() { lock_.unlock(); }
  void lock() MAGIC_ACQUIRE() { lock_.lock(); }

  // For the wait functions of std::condition_variable, which give the mutex up and take it again.
  std::unique_lock<std::mutex>& waits() { return lock_; }

 private:
  std::unique_lock<std::mutex> lock_;
};

}  // namespace magic
