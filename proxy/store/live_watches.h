// Who watches which session, and how far each has got: the bookkeeping of RedisLiveHub, without
// Redis and without a thread.
//
// A session is read once for all its watchers, from the one that is furthest behind; the others
// pass over what they have had. So a watcher joins anywhere without a gap or anything twice.
// Thread rule: every method may be called from any thread; reading() to read() is one thread's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/live_event_id.h"
#include "proxy/store/live_mailbox.h"
#include "proxy/store/redis_live_entries.h"

namespace magic {

// A place in a session's stream: behind the entry with this id.
struct StreamPlace {
  LiveEventId after;
  bool is_entry = false;  // there was an entry with that id: when it is gone, events were lost

  bool operator==(const StreamPlace&) const = default;
};

// Which keys of a session there are.
struct SessionPresence {
  bool meta = false;
  bool messages = false;
};

class LiveWatches {
 public:
  struct Reading {
    std::string session_id;
    StreamPlace place;
  };

  // `seen`: what there was of the session when `place` was chosen.
  void join(const std::string& session_id, const std::shared_ptr<LiveMailbox>& mailbox,
            const StreamPlace& place, const SessionPresence& seen);

  // What to read next. Forgets the watchers that are gone.
  std::vector<Reading> readings();

  // Everything that there was behind a reading's place, or the beginning of it (not is_all).
  void read(const Reading& reading, const std::vector<StreamEntry>& entries, bool is_all);

  // The entry at the reading's place is gone: tells `missed`, and reads on from what is left.
  void lost(const Reading& reading);

  // What is under the session's key is no stream: its watchers are told so, and get nothing more.
  void drop(const std::string& session_id, const Error& error);

  // What there is of the session now. `expired` is told once everything has been read and it was
  // not `cleared`.
  void look(const std::string& session_id, const SessionPresence& now);

  void set_away(const std::optional<Error>& error);

 private:
  struct Watcher {
    std::weak_ptr<LiveMailbox> mailbox;
    LiveEventId last;
  };
  // What a session is known to be. What is known beside its messages may outlive them a little:
  // then it is a remainder.
  enum class State { absent, empty, filled, remainder };
  struct Watch {
    StreamPlace place;
    std::vector<Watcher> watchers;
    State state = State::absent;
    bool has_gone = false;  // and nobody was told yet
  };

  static State state_after(State state, const SessionPresence& now);
  static void tell(const Watch& watch, LiveEvent::Kind kind);
  static void deliver(Watcher& watcher, const std::vector<StreamEntry>& entries);

  Mutex mutex_;
  std::map<std::string, Watch> watches_ MAGIC_GUARDED_BY(mutex_);  // by session
  std::optional<Error> away_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace magic
