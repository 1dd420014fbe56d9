// Deadlines of requests under way: hangs up on those whose time has come.
//
// httplib knows one time-out only, between two reads, and reports it like a broken connection. A
// request needs several (for the first byte, for silence, for the whole), and must tell them apart.
// One thread serves all requests of an upstream; moving a deadline to a later time, which happens
// with every piece of an answer, does not wake it.
// Thread rule: every method may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <thread>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/providers/upstream_connection.h"

namespace magic {

class UpstreamAlarms {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Interrupts the connection at a time, unless it is destroyed or moved before. It rings once.
  class Alarm {
   public:
    Alarm(UpstreamAlarms& alarms, UpstreamConnection& connection, Time when);
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    void move_to(Time when);
    bool stop();  // it will not ring any more; true: it has

   private:
    friend class UpstreamAlarms;

    UpstreamAlarms& alarms_;
    UpstreamConnection& connection_;
    Time when_;          // guarded by alarms_.mutex_, which clang does not see to be its caller's
    bool rang_ = false;  // likewise
  };

  UpstreamAlarms();
  ~UpstreamAlarms();  // no alarm may exist any more
  UpstreamAlarms(const UpstreamAlarms&) = delete;
  UpstreamAlarms& operator=(const UpstreamAlarms&) = delete;

 private:
  void run();
  void wake_before(Time when) MAGIC_REQUIRES(mutex_);

  Mutex mutex_;
  std::condition_variable changed_;
  std::vector<Alarm*> alarms_ MAGIC_GUARDED_BY(mutex_);
  Time wakes_at_ MAGIC_GUARDED_BY(mutex_) = Time::max();
  bool is_stopping_ MAGIC_GUARDED_BY(mutex_) = false;

  std::thread thread_;  // last: it uses the others
};

}  // namespace magic
