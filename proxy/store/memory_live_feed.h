// Live events within this process: for tests. It keeps kKeptEvents events of each session, as the
// streams in Redis do; nothing expires.
//
// The memory store tells its changes through add(). Which answers are running is taken from the
// events themselves: the first `message` of a turn is its question, which opens the answer 0; a
// piece opens the answer that it belongs to; an answer's `message` closes it.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/live_event_id.h"
#include "proxy/store/live_feed.h"
#include "proxy/store/live_mailbox.h"

namespace magic {

class MemoryLiveFeed final : public LiveFeed {
 public:
  MemoryLiveFeed();
  ~MemoryLiveFeed() override;

  // Gives the event its id. `expired` is passed on and not kept.
  void add(const std::string& session_id, LiveEvent event);

  void publish_piece(const std::string& session_id, const std::string& turn_id, int attempt,
                     LiveEvent::Kind kind, std::string_view text) override;
  void end_pieces(const std::string& session_id, const std::string& turn_id, int attempt) override;
  Result<std::unique_ptr<Subscription>> subscribe(const std::string& session_id,
                                                  const std::optional<std::string>& after) override;
  Result<std::vector<LiveEvent>> pieces_of(const std::string& session_id,
                                           const std::string& turn_id) override;
  Status request_cancel(const std::string& session_id, const std::string& turn_id) override;
  void on_cancel(OnCancel handler) override;

 private:
  using Answer = std::pair<std::string, int>;  // turn, attempt

  struct Session {
    std::deque<LiveEvent> events;
    std::map<std::string, LiveEventId> questions;  // by turn
    std::map<Answer, LiveEventId> running;         // since which event
    std::vector<std::weak_ptr<LiveMailbox>> watchers;
  };

  static void follow(Session& session, const LiveEvent& event, const LiveEventId& id);
  void pass_on_cancels();

  Mutex mutex_;
  std::map<std::string, Session> sessions_ MAGIC_GUARDED_BY(mutex_);
  std::uint64_t last_id_ MAGIC_GUARDED_BY(mutex_) = 0;
  OnCancel on_cancel_ MAGIC_GUARDED_BY(mutex_);
  std::deque<std::pair<std::string, std::string>> cancels_ MAGIC_GUARDED_BY(mutex_);
  bool is_ending_ MAGIC_GUARDED_BY(mutex_) = false;
  std::condition_variable changed_;
  std::thread cancels_thread_;
};

std::unique_ptr<MemoryLiveFeed> make_memory_live_feed();

}  // namespace magic
