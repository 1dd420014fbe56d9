// Connections past the cap: each gets a 503 without having been read, and is closed a moment later.
//
// Not at once: closing a connection with unread bytes resets it, and the client, whose request may
// be under way, may lose the answer. One thread reads and drops what they send, however many there are.
// Thread rule: add() may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <thread>
#include <vector>

#include <httplib.h>

#include "proxy/base/mutex.h"

namespace magic {

class TurnedAway {
 public:
  TurnedAway() : thread_([this] { drain(); }) {}
  ~TurnedAway();
  TurnedAway(const TurnedAway&) = delete;
  TurnedAway& operator=(const TurnedAway&) = delete;

  // Answers, without waiting for the client, and closes the socket in its time: when the client has
  // closed it, after a second, after 64 KiB, or when 500 later ones are waiting to be closed.
  void add(socket_t socket);

 private:
  struct Leaving {
    socket_t socket;
    std::chrono::steady_clock::time_point until;
    std::size_t dropped = 0;
  };

  void drain();
  static bool has_left(Leaving& client);

  Mutex mutex_;
  std::condition_variable changed_;
  std::vector<Leaving> leaving_ MAGIC_GUARDED_BY(mutex_);  // the oldest first
  bool stopping_ MAGIC_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace magic
