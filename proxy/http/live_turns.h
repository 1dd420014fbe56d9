// The turns that are being answered right now: how many, whether their clients are still there, and
// how to end them all.
//
// A client that leaves while the model is silent shows only when somebody looks: cpp-httplib tells
// nothing, and a write that would fail may be minutes away. One thread looks at all of them every
// 100 ms, so an abandoned answer stops costing within 200 ms. A second one writes heartbeats, apart
// because a write to a slow client may block.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/base/cancel.h"

namespace magic {

// One running turn and the connection that waits for it.
class LiveTurn {
 public:
  // client_gone: asks the socket, without blocking.
  explicit LiveTurn(std::function<bool()> client_gone) : client_gone_(std::move(client_gone)) {}
  virtual ~LiveTurn() = default;

  CancelToken& cancel() { return cancel_; }
  void check_client() {
    if (client_gone_()) cancel_.cancel(Ending::disconnected);
  }
  virtual void keep_alive() {}

 private:
  std::function<bool()> client_gone_;
  CancelToken cancel_;
};

class LiveTurns {
 public:
  explicit LiveTurns(int max);
  ~LiveTurns();

  // False when the limit is reached, or after close(): answer 503 and do not run the turn.
  bool enter(const std::shared_ptr<LiveTurn>& turn);
  // When this returns, the watch does not ask for the turn's client any more. (A heartbeat may
  // still be about to be written: SseTurn guards itself.)
  void leave(const std::shared_ptr<LiveTurn>& turn);

  // From now on no turn may enter.
  void close();
  bool wait_until_none(int timeout_ms);
  void cancel_all(Ending why);

 private:
  void watch();
  void keep_alive();

  const int max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<LiveTurn>> turns_;
  bool closed_ = false;
  bool stopping_ = false;
  std::thread watcher_;
  std::thread heart_;
};

}  // namespace magic
