// Events on their way to one watcher: a feed puts them in, the watcher's thread takes them out.
//
// A watcher that does not keep up finds `missed` in place of what it left lying.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <optional>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/live_feed.h"
#include "shared/result.h"

namespace magic {

class LiveMailbox {
 public:
  void put(LiveEvent event);

  // The feed cannot reach its store (any more); nullopt: it can again.
  void set_away(std::optional<Error> error);

  // As LiveFeed::Subscription::next().
  Result<std::vector<LiveEvent>> take(int timeout_ms);

 private:
  Mutex mutex_;
  std::condition_variable changed_;
  std::vector<LiveEvent> events_ MAGIC_GUARDED_BY(mutex_);
  std::optional<Error> away_ MAGIC_GUARDED_BY(mutex_);
};

// Takes from the mailbox. A feed that keeps weak pointers to mailboxes notices when this is gone.
std::unique_ptr<LiveFeed::Subscription> make_subscription(std::shared_ptr<LiveMailbox> mailbox);

}  // namespace magic
