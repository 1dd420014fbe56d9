// The names of what the session store keeps in Redis. What is in them: redis_store.cpp.
// Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

namespace magic {

// The keys of one session. The braces are literal: what is in them decides a key's slot in a Redis
// Cluster, so all of these are in the same one.
struct SessionKeys {
  explicit SessionKeys(const std::string& session_id)
      : log("chat:session:{" + session_id + "}:messages"),
        meta("chat:session:{" + session_id + "}:meta"),
        marks("chat:session:{" + session_id + "}:marks"),
        turns("chat:session:{" + session_id + "}:turns"),
        events("chat:session:{" + session_id + "}:events") {}

  // As the scripts take them (assets/redis/session.lua).
  std::vector<std::string> all() const { return {log, meta, marks, turns, events}; }

  std::string log;
  std::string meta;
  std::string marks;
  std::string turns;
  std::string events;
};

// The list of an owner's sessions.
inline std::string owner_key(const std::string& owner) {
  return "chat:owner:" + owner + ":sessions";
}

}  // namespace magic
