// Where conversations are kept: Redis, or memory for tests. One contract test runs on every kind
// (tests/proxy/store/session_*_contract.cpp).
//
// A session is an append-only log of messages, marks on them, an index of its turns, and what is
// known of the session as a whole. Appending, and reading the newest part, cost the same in a
// session of 20 messages and in one of 20,000.
//
// Every writing call may be carried out twice without harm: a question is known by its turn id, an
// answer by its turn id and attempt. So a call whose answer was lost on the way is simply repeated.
// Every change is told to the session's live events (live_feed.h) in the same step.
//
// Thread rule: every method may be called from any thread.
// Errors: ErrorCode::store_unavailable, with a sentence, within 8 s; others where named. Looking up
// the name of Redis' host comes on top of that and has the system's own time-outs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"
#include "shared/result.h"
#include "shared/session_types.h"

namespace magic {

struct Appended {
  std::string id;                  // of the new message
  std::int64_t message_count = 0;  // in the session, the new one included
  bool was_known = false;          // that attempt had an answer already, and nothing was stored
};

struct NewQuestion {
  Message message;                // role user, turn_id set; its `id` and marks are ignored
  std::string client_message_id;  // empty: none
  std::string title;              // for a session that has none yet
  std::string owner;              // whose list of sessions it is in from now on; empty: nobody's
  int attempts = 1;               // answers that will be made to it at once
};

struct QuestionStored {
  std::string id;
  std::int64_t message_count = 0;
  std::string turn_id;
  // The client_message_id was used before, in another turn: nothing was stored, and id and turn_id
  // are those of then. The same turn id again is the same call again, and gives what it gave.
  bool was_known = false;
};

struct NewAnswer {
  Message message;     // role assistant, turn_id and attempt set
  std::string recipe;  // one line of JSON, kept beside the turn; empty: none
};

struct StoredAttempt {
  int attempt = 0;
  std::string answer_id;
  std::string recipe;

  bool operator==(const StoredAttempt&) const = default;
};

struct StoredTurn {
  std::string turn_id;
  std::string question_id;        // empty: it was not in what was imported. It may be erased
  std::string current_answer_id;  // the one chosen; empty: nobody chose, so attempt 0 is current
  int attempts = 0;               // begun so far, those without an answer included
  std::vector<StoredAttempt> answers;  // those that were stored and not erased, by attempt
  std::vector<int> erased;             // attempts whose answers were stored and erased since

  bool has_ended() const { return static_cast<int>(answers.size() + erased.size()) >= attempts; }
  bool operator==(const StoredTurn&) const = default;
};

enum class Mark { none, pinned, excluded };

// Changes of a session as a whole; absent fields stay.
struct SessionPatch {
  std::optional<std::string> title;  // empty: none until the next question gives it one
  std::optional<bool> local_only;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // ---- turns -----------------------------------------------------------------------------------

  // Adds a question at the end and begins its turn. Refreshes the session's time to live. Once this
  // returns a value, the message is written at the Redis that we spoke to. conflict: there is no room
  // for it and its answers (kMaxSessionMessages, kMaxSessionBytes); nothing was stored.
  virtual Result<QuestionStored> append_question(const std::string& session_id,
                                                 const NewQuestion& question) = 0;

  // Adds an answer of a turn that is known. not_found: the session was cleared or has expired since
  // the question (or that very answer was erased), and nothing was stored.
  virtual Result<Appended> append_answer(const std::string& session_id,
                                         const NewAnswer& answer) = 0;

  // The number of a further answer to that turn. not_found: no such turn. conflict: it has had
  // kMaxAttempts, or there is no room in the session. A number whose call failed is left out: no
  // answer ever comes to it.
  virtual Result<int> add_attempt(const std::string& session_id, const std::string& turn_id) = 0;

  // not_found: no such turn.
  virtual Result<StoredTurn> read_turn(const std::string& session_id,
                                       const std::string& turn_id) = 0;

  // Makes one of a turn's answers the current one. not_found: no such turn, or not its answer.
  // conflict: the session has its most marks (kMaxMarks).
  virtual Status choose_answer(const std::string& session_id, const std::string& turn_id,
                               const std::string& answer_id) = 0;

  // ---- messages --------------------------------------------------------------------------------

  // The newest messages whose stored size is at most max_bytes together (about: never a part of a
  // message, and always at least the newest one), and what else belongs to the session's memory.
  // `before`: only messages older than the one with that id. An unknown session is an empty one.
  // Of the older pinned ones, the newest that are kMaxOlderPinnedBytes together (about).
  virtual Result<StoredMemory> read_memory(const std::string& session_id, std::size_t max_bytes,
                                           const std::optional<std::string>& before) = 0;

  // At most `limit` messages after the message with id `after` (from the first one when absent).
  // An id that does not begin a message of this session gives an empty page; that of an erased one
  // does begin it.
  virtual Result<MessagePage> read_page(const std::string& session_id,
                                        const std::optional<std::string>& after, int limit) = 0;

  // The messages with these ids, in this order; those that do not exist (any more) are missing.
  virtual Result<std::vector<Message>> read_messages(const std::string& session_id,
                                                     const std::vector<std::string>& ids) = 0;

  // not_found: no such message. conflict: the session has its most marks (kMaxMarks).
  virtual Status mark(const std::string& session_id, const std::string& message_id, Mark mark) = 0;

  // Overwrites the message in place; what was made of it goes with it: its recipe, the pieces of it
  // among the live events, the title that was its first words, its being chosen. Erasing it again
  // is a success. not_found: no such message.
  virtual Status erase(const std::string& session_id, const std::string& message_id) = 0;

  // ---- what was made of it -----------------------------------------------------------------------
  // A mark, an erasure or another choice on a message that one covers forgets that one.
  // not_found: no such session. conflict: such a change came since the memory was read from which
  // it was made (made_from).

  virtual Status put_summary(const std::string& session_id, const StoredSummary& summary) = 0;
  virtual Status put_held(const std::string& session_id, const HeldResponse& held) = 0;

  // The text of the newest summary up to that message, for the records of turns that were sent it.
  // nullopt: there is none, something that it covers was erased, or kMaxSummaryTexts came after it.
  virtual Result<std::optional<std::string>> read_summary_text(const std::string& session_id,
                                                               const std::string& covers_to) = 0;

  // ---- sessions ----------------------------------------------------------------------------------

  // A title that is given stays; an empty one is taken from the first question. conflict: there is
  // such a session already.
  virtual Result<SessionInfo> create(const std::string& session_id, const std::string& title,
                                     const std::string& owner, std::int64_t now_ms) = 0;
  // Its time of last use is that of the newest message. not_found: no such session.
  virtual Result<SessionInfo> info(const std::string& session_id) = 0;
  virtual Result<SessionInfo> patch(const std::string& session_id, const SessionPatch& patch) = 0;
  // The sessions that this owner created or asked something in, the last question first. The list
  // is kept beside the sessions: when Redis fails between the two, a session is missing in it until
  // the next question.
  virtual Result<std::vector<SessionInfo>> list(const std::string& owner, int limit) = 0;
  // Stores a whole session under a new id, or nothing at all. Message ids are given anew; turn ids
  // stay. conflict: there is such a session already. invalid_field: its turns or marks are such as
  // no session of ours has.
  virtual Result<SessionInfo> import(const std::string& session_id, const SessionExport& session,
                                     const std::string& owner, std::int64_t now_ms) = 0;
  // Forgets the session, and takes it off the owner's list. Clearing an unknown one is a success.
  virtual Status clear(const std::string& session_id, const std::string& owner) = 0;

  // Whether the store answers right now, within 1 s; for health reports.
  virtual Status ping() = 0;
};

inline constexpr int kMaxMarks = 2000;  // and choices, together, in a session
inline constexpr int kMaxSummaryTexts = 64;
inline constexpr int kMaxAttempts = 32;  // of one turn: more than anybody compares
inline constexpr std::size_t kMaxOlderPinnedBytes = std::size_t{4} * 1024 * 1024;
inline constexpr int kMaxListedSessions = 1000;  // of one owner; older ones drop off the list

}  // namespace magic
