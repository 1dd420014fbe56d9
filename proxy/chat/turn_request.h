// What is asked of the chat service, by whichever door it came in.
// Thread rule: plain values.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "proxy/providers/token_meter.h"
#include "shared/chat_types.h"

namespace magic {

struct Caller {
  std::string owner;                       // whose list of sessions this one is in; empty: nobody's
  std::string request_id;                  // goes upstream and into the log
  std::shared_ptr<TokenMeter> meter = {};  // null: nobody counts
};

struct TurnRequest {
  Caller caller;
  std::optional<std::string> session_id;  // absent: a new one
  std::string message;                    // the question; empty when replay_of is set
  std::string replay_of;                  // id of a turn that gets a further answer
  bool make_current = false;              // the further answer is to be the current one
  std::set<std::string> without;          // ids of messages that are not to be sent this time
  std::optional<std::string> client_message_id;
  bool stream = false;             // ask the provider for a stream
  std::vector<LaneRequest> lanes;  // one to four
};

// A model by its name alone, as OpenAI's clients know it.
struct ModelChoice {
  ProviderId provider = ProviderId::demo;
  std::string model;
};

}  // namespace magic
