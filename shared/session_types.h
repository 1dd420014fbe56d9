// Sessions as wholes: what a list shows, and what is taken along and brought back.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

struct SessionInfo {
  std::string id;
  std::string title;  // the first words of the first message until somebody renames it
  bool renamed = false;
  bool local_only = false;  // the UI asks before turns of it leave this machine
  std::int64_t created_at_ms = 0;
  std::int64_t updated_at_ms = 0;
  std::int64_t message_count = 0;
  std::int64_t ttl_seconds = 0;  // left
  std::string redis_key;         // of its messages; told where one session is asked for

  bool operator==(const SessionInfo&) const = default;
};

// Where Redis keeps a session's messages: what to ask redis-cli for.
inline std::string redis_key_of(const std::string& session_id) {
  return "chat:session:{" + session_id + "}:messages";
}

// GET /sessions/{id}/export and POST /sessions/import. Messages carry their marks.
struct SessionExport {
  SessionInfo info;
  std::vector<Message> messages;  // oldest first

  bool operator==(const SessionExport&) const = default;
};

}  // namespace magic
