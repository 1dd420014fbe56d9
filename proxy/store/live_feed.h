// What happens in a session, told to everybody who watches it, at whichever proxy.
//
// Kept as one Redis stream per session, key chat:session:{ID}:events, about kKeptEvents entries
// long, with the session's time to live. Entries are flat pairs: kind, and those of message, turn,
// attempt, text that the kind has (names below). The session store writes the entries that belong
// to a stored change in the same script; deltas are published from here.
// Kinds: Redis, memory (tests). One contract test runs on both.
// Thread rule: every method may be called from any thread; a Subscription is used by one at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace magic {

inline constexpr int kKeptEvents = 4096;

struct LiveEvent {
  enum class Kind {
    message,    // `message` was stored; its text is not here: read it by its id
    delta,      // `text` was added to the answer `attempt` of `turn`
    reasoning,  // likewise, to its reasoning
    marked,     // pinned, excluded, or neither: read `message` again
    deleted,    // `message`
    chosen,     // `message` is now the current answer of `turn`
    session,    // title or another property: read the session again
    cleared,    // nothing is left of it
    expired,    // likewise, by its time to live. Never stored: the watch notices it
    missed,     // events were lost between the one asked for and the next: read everything again.
                // Never stored
  };

  std::string id = {};  // of the entry, e.g. "1764158400000-0"; rises. Empty: never stored
  Kind kind = Kind::message;
  std::string message = {};
  std::string turn = {};
  int attempt = 0;
  std::string text = {};

  bool operator==(const LiveEvent&) const = default;
};

// A delta or a reasoning of one of its answers.
bool is_piece_of(const LiveEvent& event, const std::string& turn_id);
std::string_view name_of(LiveEvent::Kind kind);
std::optional<LiveEvent::Kind> live_event_kind_from(std::string_view name);

class LiveFeed {
 public:
  class Subscription {
   public:
    virtual ~Subscription() = default;
    // Waits for at most timeout_ms. Empty: nothing happened. Errors: store_unavailable; the caller
    // may call again, and misses nothing.
    virtual Result<std::vector<LiveEvent>> next(int timeout_ms) = 0;
  };

  virtual ~LiveFeed() = default;

  // A piece of a running answer. Never blocks on the store: pieces are joined for some 50 ms and
  // sent by a thread of the feed's own; while the store is away they are dropped.
  virtual void publish_piece(const std::string& session_id, const std::string& turn_id, int attempt,
                             LiveEvent::Kind kind, std::string_view text) = 0;
  // The answer is about to be stored: drops what was not sent of its pieces, and waits for what is
  // being sent, so that no delta comes after its `message`.
  virtual void end_pieces(const std::string& session_id, const std::string& turn_id,
                          int attempt) = 0;

  // `after`: id of the last event seen; absent: from the beginning of the turns that are running
  // now (their questions and all pieces so far), or from now on where none is.
  virtual Result<std::unique_ptr<Subscription>> subscribe(
      const std::string& session_id, const std::optional<std::string>& after) = 0;

  // Every piece of the turn's answers that is still kept, oldest first: all that there is of an
  // answer whose proxy died. Errors: store_unavailable.
  virtual Result<std::vector<LiveEvent>> pieces_of(const std::string& session_id,
                                                   const std::string& turn_id) = 0;

  // Asks the proxy that runs the turn, whichever it is, to cancel it.
  virtual Status request_cancel(const std::string& session_id, const std::string& turn_id) = 0;
  // Called on a thread of the feed's own for each request_cancel of any proxy, this one included.
  // Set once, before anything else is called.
  using OnCancel = std::function<void(const std::string& session_id, const std::string& turn_id)>;
  virtual void on_cancel(OnCancel handler) = 0;
};

}  // namespace magic
