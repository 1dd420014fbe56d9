// What a session's store gives to whoever plans a turn: the end of the conversation with its marks,
// and what was made of the older part.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

// A rolling summary, as kept with its session.
struct StoredSummary {
  std::string text;
  std::string covers_to;  // id of the newest message in it; every older one is in it too
  std::int64_t covered_messages = 0;
  std::string model;
  std::int64_t made_at_ms = 0;
  std::string made_from = {};  // StoredMemory::revision of what was summed up; empty: not checked

  bool operator==(const StoredSummary&) const = default;
};

// What a provider holds of a session (strategy `provider`).
struct HeldResponse {
  std::string response_id;
  std::string model;
  std::string covers_to;  // id of the answer that this response is: it and all before it is held
  std::string made_from = {};  // StoredMemory::revision of what was sent; empty: not checked

  bool operator==(const HeldResponse&) const = default;
};

struct StoredMemory {
  std::vector<Message> messages;  // the newest ones, oldest first, each whole, with id and marks
  bool reaches_beginning = true;  // nothing is older than those
  // Of the turns that have a pinned message older than those: question and current answer, as far
  // as they are older too, oldest first.
  std::vector<Message> older_pinned;
  std::int64_t message_count = 0;  // in the session
  std::optional<StoredSummary> summary;
  std::optional<HeldResponse> held;
  bool local_only = false;
  std::string revision;  // another one after every mark, choice and erasure; opaque

  bool operator==(const StoredMemory&) const = default;
};

}  // namespace magic
