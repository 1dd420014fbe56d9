// The streams and answers that are open right now: how many, whether their clients are still there,
// and how to end them all.
//
// A client that leaves while the model is silent shows only when somebody looks: cpp-httplib tells
// nothing, and a write that would fail may be minutes away. One thread looks at all of them every
// 50 ms. A client that closed its half, which a vanished one does as well, is asked by sending it
// something, and found gone at the next look: an abandoned answer stops costing within 200 ms.
// Nothing of that blocks, whatever a client does not read, so that one does not hold up the others.
// Thread rule: every method may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/base/cancel.h"
#include "proxy/base/mutex.h"
#include "proxy/http/request_socket.h"
#include "shared/result.h"

namespace magic {

// Something that goes on for a connection until its token is cancelled or it ends by itself.
class LiveTurn {
 public:
  // `client` outlives this turn's time in LiveTurns. The token belongs to what is going on.
  LiveTurn(RequestSocket& client, std::shared_ptr<CancelToken> token)
      : client_(client), token_(std::move(token)) {}
  virtual ~LiveTurn() = default;

  CancelToken& cancel() { return *token_; }
  // Ends it when the client is gone. Does not block; one thread calls it, again and again.
  void look();

  // False for what merely watches: it has nothing to finish when the proxy stops.
  virtual bool is_worth_finishing() const { return true; }

 protected:
  RequestSocket& client() { return client_; }
  // Sends something that changes nothing, if that can be done without waiting.
  virtual void ask_client() { client_.send_ahead(); }
  virtual void keep_alive() {}

 private:
  RequestSocket& client_;
  const std::shared_ptr<CancelToken> token_;
  std::chrono::steady_clock::time_point asked_{};
};

class LiveTurns {
 public:
  // Of what is worth finishing, and as many again that merely watch; of one client as well, where
  // max_per_client is not 0.
  explicit LiveTurns(int max, int max_per_client = 0);
  ~LiveTurns();

  // While this exists, the turn is looked after.
  class Entry {
   public:
    Entry(LiveTurns& turns, std::shared_ptr<LiveTurn> turn)
        : turns_(turns), turn_(std::move(turn)) {}
    ~Entry() { turns_.leave(turn_); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    LiveTurns& turns_;
    std::shared_ptr<LiveTurn> turn_;
  };

  // `client`: whose it is, see RequestScope::client(). Errors: overloaded when there are too many, or
  // after close(); rate_limited when this client has too many: do not run the turn.
  Result<std::shared_ptr<Entry>> enter(const std::shared_ptr<LiveTurn>& turn,
                                       const std::string& client);

  // From now on no turn may enter; what is not worth finishing ends.
  void close();
  bool wait_until_none(int timeout_ms);
  // With an error to each, which says that the proxy is stopping.
  void end_all();

 private:
  // When this returns, the turn is not looked at any more.
  void leave(const std::shared_ptr<LiveTurn>& turn);
  void watch();

  struct Open {
    std::shared_ptr<LiveTurn> turn;
    std::string client;
  };

  bool is_full(const LiveTurn& turn) const MAGIC_REQUIRES(mutex_);
  bool has_too_many(const std::string& client, const LiveTurn& turn) const MAGIC_REQUIRES(mutex_);

  const int max_;  // of each kind: idle windows that watch must not keep answers out
  const int max_per_client_;
  mutable Mutex mutex_;
  std::condition_variable changed_;
  std::vector<Open> turns_ MAGIC_GUARDED_BY(mutex_);
  bool closed_ MAGIC_GUARDED_BY(mutex_) = false;
  bool stopping_ MAGIC_GUARDED_BY(mutex_) = false;
  std::thread watcher_;
};

}  // namespace magic
