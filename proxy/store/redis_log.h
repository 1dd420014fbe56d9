// Reading a session's log in Redis: its end, its middle, single lines of it.
//
// Thread rule: every method may be called from any thread.
// Errors: store_unavailable, with a sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "proxy/store/redis_client.h"
#include "proxy/store/redis_keys.h"
#include "proxy/store/session_marks.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

// A part of a log and what else is known of the session at that moment. Everything is empty when
// there is no such session.
struct LogView {
  std::string bytes;            // the part
  std::uint64_t log_bytes = 0;  // the whole log's size
  StoredMemory memory;          // all of it but the messages
  SessionMarks marks;
  std::int64_t ttl_seconds = 0;
};

class RedisLog {
 public:
  explicit RedisLog(RedisClient& client) : client_(client) {}

  // Redis' own limit of a string; also keeps offsets far from overflow.
  static constexpr std::size_t kMaxBytes = std::size_t{512} * 1024 * 1024;
  // How much is read in one go, and when we stop looking for the end of a line (or, backwards, for
  // its beginning): nothing that long was written by us.
  static constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
  static constexpr std::size_t kHopelessBytes = std::size_t{32} * 1024 * 1024;

  // One round trip. `first` and `last` as GETRANGE takes them: byte offsets, inclusive, negative
  // from the end.
  Result<LogView> view(const SessionKeys& keys, std::int64_t first, std::int64_t last,
                       const Deadline& deadline);

  Result<std::string> bytes(const SessionKeys& keys, std::uint64_t first, std::uint64_t count,
                            const Deadline& deadline);

  // The messages in `bytes`, which are the log's from `begin` on and end with a line; without marks.
  // Is there none, the newest one before their end, for which it reads further back.
  Result<std::vector<Message>> newest_in(const SessionKeys& keys, std::string bytes,
                                         std::uint64_t begin, bool begins_a_line,
                                         const Deadline& deadline);

  // The messages with these ids, in this order, without marks; those that do not exist are missing.
  // Stops when they have come to max_bytes. Some 64 a round trip, and one more for each piece of
  // a long line.
  Result<std::vector<Message>> messages_at(const SessionKeys& keys,
                                           const std::vector<std::string>& ids,
                                           std::size_t max_bytes, const Deadline& deadline);

 private:
  // The line at `place`, of which `line` was read (more than it, or a part of it). Empty: it has no
  // end.
  Result<std::string> whole_line(const SessionKeys& keys, std::uint64_t place, std::string line,
                                 const Deadline& deadline);

  RedisClient& client_;
};

// From the reply of HGETALL marks.
SessionMarks marks_in(const RedisReply& pairs);

}  // namespace magic
