// A stream of server-sent events to one client, with heartbeats while there is nothing to say.
//
// Thread rule: every method may be called from any thread; writes are under a lock.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <httplib.h>

#include "proxy/base/mutex.h"
#include "proxy/http/live_turns.h"

namespace magic {

class SseStream : public LiveTurn {
 public:
  using LiveTurn::LiveTurn;

  // False: the client is gone, and the token is cancelled.
  bool send(std::string_view event, std::string_view json);
  bool send_raw(std::string_view bytes);

  // The answer's head is about to be written: from now on there is nothing to be sent ahead of it.
  void begin_answer();
  // Runs `write` while the events go to `out`, which is not used afterwards.
  void run(httplib::DataSink& out, const std::function<void()>& write);

 private:
  using Time = std::chrono::steady_clock::time_point;

  void ask_client() override;
  void keep_alive() override;
  bool write(std::string_view bytes) MAGIC_REQUIRES(mutex_);

  Mutex mutex_;
  httplib::DataSink* out_ MAGIC_GUARDED_BY(mutex_) = nullptr;  // null before and after run()
  bool has_begun_ MAGIC_GUARDED_BY(mutex_) = false;
  Time last_write_ MAGIC_GUARDED_BY(mutex_){};
};

// The rest of the handler: the answer is the stream, written by `write` on this connection's
// thread. `entered` keeps the stream looked after, and is let go when the answer is over.
void reply_with_stream(httplib::Response& response, std::shared_ptr<SseStream> stream,
                       std::shared_ptr<LiveTurns::Entry> entered, std::function<void()> write);

}  // namespace magic
