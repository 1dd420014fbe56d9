// What a client asks for beside POST /chat: a comparison, or another answer to an old question.
// Wire shapes: turn_requests_json.h.
// Thread rule: plain values, pure functions.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

// POST /compare: one message, two to four lanes.
struct CompareRequest {
  std::string message;
  std::optional<std::string> session_id;  // absent: the proxy makes one
  std::optional<std::string> client_message_id;
  bool stream = true;
  std::vector<LaneRequest> lanes;

  bool operator==(const CompareRequest&) const = default;
};

// What is to be different from another lane; absent fields stay as they are there.
struct LaneChanges {
  std::optional<Mode> mode;
  std::optional<ProviderId> provider;
  std::optional<std::string> model;
  std::optional<MemoryChoice> memory;
  std::optional<std::string> instructions;
  std::optional<int> max_output_tokens;
  std::optional<double> temperature;

  bool operator==(const LaneChanges&) const = default;
};

// POST /sessions/{id}/turns/{tid}/replay
struct ReplayRequest : LaneChanges {
  std::set<std::string> without;  // ids of messages that are not to be sent this time
  bool current = false;           // the new answer becomes the current one
  bool stream = false;

  bool operator==(const ReplayRequest&) const = default;
};

// A model belongs to its provider: another provider without a model means that one's configured
// model, not the model of `original`.
LaneRequest apply(const LaneChanges& changes, const LaneRequest& original);

// Parts that are each allowed but do not go together; nullopt: nothing is wrong. A lane that a
// replay makes of an old one must be asked too.
std::optional<Error> lane_problem(const LaneRequest& lane);

}  // namespace magic
