// Where conversations are kept: Redis, or memory for tests. One contract test runs on every kind
// (tests/proxy/store/session_store_contract.cpp).
//
// A session is an append-only log of messages. Appending, and reading the newest part, cost the
// same in a session of 20 messages and in one of 20,000.
// Thread rule: every method may be called from any thread.
// Errors: ErrorCode::store_unavailable, with a sentence, within 8 s; nothing else. Looking up the
// name of Redis' host comes on top of that and has the system's own time-outs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

struct Appended {
  std::string id;                  // of the new message
  std::int64_t message_count = 0;  // in the session, the new one included
};

struct Tail {
  std::vector<Message> messages;  // the newest ones, oldest first, each whole and with its id
  std::int64_t message_count =
      0;  // in the session; more than messages.size() when older ones exist
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Adds `message` at the end; its `id` is ignored and given by the store. A user message with an
  // empty turn_id starts a turn: its turn_id becomes its id. Refreshes the session's time to live.
  // Once this returns a value, the message is written at the Redis that we spoke to.
  virtual Result<Appended> append(const std::string& session_id, const Message& message) = 0;

  // The newest messages whose stored size is at most max_bytes together (about: never a part of a
  // message, and always at least the newest one). An unknown session is an empty one.
  virtual Result<Tail> read_tail(const std::string& session_id, std::size_t max_bytes) = 0;

  // At most `limit` messages after the message with id `after` (from the first one when absent).
  // An id that does not begin a message of this session gives an empty page.
  virtual Result<MessagePage> read_page(const std::string& session_id,
                                        const std::optional<std::string>& after, int limit) = 0;

  // Forgets the session. Clearing an unknown one is a success.
  virtual Status clear(const std::string& session_id) = 0;

  // Whether the store answers right now, within 1 s; for health reports.
  virtual Status ping() = 0;
};

}  // namespace magic
