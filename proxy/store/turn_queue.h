// Turns of one session run one after another, in the order in which they came, across all proxies
// on one store. This is the line in which they wait.
//
// A proxy that dies leaves its places behind; they are passed over kPlaceLifeMs later.
// Kinds: Redis, memory (tests). One contract test runs on both.
// Thread rule: every method may be called from any thread; a Place is used by one at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "proxy/base/cancel.h"
#include "shared/result.h"

namespace magic {

struct TurnQueueOptions {
  int max_waiting = 100;  // in one session, beside the turn that runs
};

class TurnQueue {
 public:
  static constexpr int kPlaceLifeMs = 10'000;

  // A place in line. Destroying it leaves the line, or lets the next one go. Ends before the queue.
  class Place {
   public:
    virtual ~Place() = default;

    // Turns before this one, as last known; 0: it is this one's turn.
    virtual int ahead() const = 0;

    // Blocks until it is this one's turn, and tells `on_ahead` each time the number changes (it may
    // be empty). Errors: cancelled, session_busy after timeout_ms, store_unavailable.
    virtual Status wait(CancelToken& cancel, int timeout_ms,
                        const std::function<void(int ahead)>& on_ahead) = 0;
  };

  virtual ~TurnQueue() = default;

  // Joins the line without waiting for a turn. Errors: session_busy when max_waiting wait already,
  // store_unavailable.
  virtual Result<std::unique_ptr<Place>> enter(const std::string& session_id) = 0;
};

}  // namespace magic
