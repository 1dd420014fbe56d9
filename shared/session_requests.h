// What a client asks of stored sessions, messages and turns. Wire shapes: session_json.h.
// Thread rule: plain values.
#pragma once

#include <optional>
#include <string>

namespace magic {

// POST /sessions
struct SessionCreateRequest {
  std::optional<std::string> title;
  std::optional<std::string> session_id;  // absent: the proxy makes one

  bool operator==(const SessionCreateRequest&) const = default;
};

// PATCH /sessions/{id} : absent fields stay.
struct SessionPatchRequest {
  std::optional<std::string> title;
  std::optional<bool> local_only;

  bool operator==(const SessionPatchRequest&) const = default;
};

// PATCH /sessions/{id}/messages/{mid} : absent fields stay; a message is at most one of the two.
struct MessagePatchRequest {
  std::optional<bool> pinned;
  std::optional<bool> excluded;

  bool operator==(const MessagePatchRequest&) const = default;
};

}  // namespace magic
