// Live events as entries of a session's stream, key chat:session:{ID}:events: flat pairs with the
// names kind, message, turn, attempt, text, of which an entry has those that its kind needs.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proxy/store/live_event_id.h"
#include "proxy/store/live_feed.h"
#include "proxy/store/piece_buffer.h"
#include "proxy/store/redis_connection.h"

namespace magic {

std::string events_key(const std::string& session_id);

// XADD of a piece.
RedisCommand piece_command(const AnswerPiece& piece);

struct StreamEntry {
  LiveEventId id;
  std::vector<std::pair<std::string, std::string>> fields;

  const std::string* field(std::string_view name) const;  // nullptr: it has none
};

// The reply of XRANGE and XREVRANGE, and of XREAD for one stream.
std::vector<StreamEntry> entries_from(const RedisReply& list);

// nullopt: of a kind that this version does not know, e.g. from a newer proxy.
std::optional<LiveEvent> live_event_from(const StreamEntry& entry);

}  // namespace magic
