// Reads the streams of all watched sessions, and the requests to cancel a turn, for one proxy: one
// thread with a connection of its own, however many watch.
//
// It also notices that a watched session has expired (about once a second), that Redis is away,
// after a reconnect that events were lost, and that there is no stream under a session's key: then
// its watchers are given up, and the others read on.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/live_feed.h"
#include "proxy/store/live_watches.h"
#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_options.h"

namespace magic {

// Entries: session, turn.
inline constexpr char kCancelsKey[] = "chat:cancels";

class RedisLiveHub {
 public:
  explicit RedisLiveHub(RedisOptions options);
  ~RedisLiveHub();

  LiveWatches& watches() { return watches_; }
  void on_cancel(LiveFeed::OnCancel handler);

  // The id by which Redis knows the hub's connection, for CLIENT UNBLOCK; nullopt: not connected.
  std::optional<std::int64_t> connection_id() const;

 private:
  using Replies = Result<std::vector<RedisReply>>;

  void run();
  bool is_ending() const;
  // Each false or an error: the connection is of no use any more, and why.
  Status connect();
  Status look_at_streams();
  Status look_for_ends();
  Status read();
  // One reply to each command; ask() takes one that is an error for an error.
  Replies ask(const std::vector<RedisCommand>& commands, int timeout_ms);
  Replies ask_for_any(const std::vector<RedisCommand>& commands, int timeout_ms);

  void pass_on_cancels(const RedisReply& entries);
  void set_connection_id(std::optional<std::int64_t> id);

  const RedisOptions options_;
  LiveWatches watches_;

  // The thread's own.
  std::unique_ptr<RedisConnection> connection_;
  std::optional<LiveEventId> last_cancel_;
  Deadline next_look_ = Deadline::in_ms(0);

  mutable Mutex mutex_;
  std::condition_variable ending_;
  bool is_ending_ MAGIC_GUARDED_BY(mutex_) = false;
  LiveFeed::OnCancel on_cancel_ MAGIC_GUARDED_BY(mutex_);
  std::optional<std::int64_t> connection_id_ MAGIC_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace magic
