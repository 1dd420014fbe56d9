// The words of the product as plain types: what is said, stored, sent, and reported.
//
// Shapes on the wire are in chat_json.h. Times are milliseconds (wall clock since 1970 where the
// name ends in _at_ms), sizes are bytes, tokens are the model's unless called estimated.
// Thread rule: plain values, no shared state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/context_report.h"
#include "shared/names.h"
#include "shared/result.h"

namespace magic {

// Which part of the conversation a stateful turn is sent.
struct MemoryChoice {
  MemoryStrategy strategy = MemoryStrategy::full;
  int n = 0;          // last_n only
  int tokens = 0;     // token_budget only
  int keep_last = 6;  // summary only

  bool operator==(const MemoryChoice&) const = default;
};

struct Usage {
  // Absent means the provider did not say; it is never shown as 0.
  std::optional<std::int64_t> input_tokens;
  std::optional<std::int64_t> output_tokens;
  std::optional<std::int64_t> cached_tokens;
  std::optional<std::int64_t> reasoning_tokens;

  bool operator==(const Usage&) const = default;
};

struct Timing {
  std::optional<std::int64_t> first_token_ms;  // absent: no token came
  std::int64_t total_ms = 0;
  std::optional<double> tokens_per_second;
  // Waited for other turns of the session; part of the total.
  std::optional<std::int64_t> queued_ms = {};
  // From the upstream; absent: none came, or there is no upstream.
  std::optional<std::int64_t> first_byte_ms = {};

  bool operator==(const Timing&) const = default;
};

// One message of a session as stored. A turn is a user message and the answers to it, which share a
// turn_id. Several answers to one question (lanes of a comparison, replays) are its alternatives;
// one of them is current: that is the one which later turns are sent.
struct Message {
  std::string id;  // given by the store; opaque to clients; stored order is the order of ids
  std::string turn_id;
  Role role = Role::user;
  std::string text;
  std::string reasoning;  // the model's own, where the provider shows it
  Ending status = Ending::completed;
  Mode mode = Mode::stateless;
  ProviderId provider = ProviderId::chatgpt;
  std::string model;
  std::int64_t created_at_ms = 0;
  std::optional<Usage> usage;      // answers only
  std::optional<Timing> timing;    // answers only
  std::optional<Error> error;      // why an answer ended as upstream_error
  int attempt = 0;                 // answers: 0 for the first, then counted; lanes are 0, 1, 2, 3
  std::optional<double> cost_usd;  // answers; absent: no price is known

  // Marks that can be changed later; not part of the stored line.
  bool pinned = false;    // sent whatever the strategy leaves out
  bool excluded = false;  // never sent
  bool current = true;    // answers: the alternative that counts

  bool operator==(const Message&) const = default;
};

// How one answer is to be made: what POST /chat, a lane of /compare and a replay have in common.
struct LaneRequest {
  Mode mode = Mode::stateless;
  ProviderId provider = ProviderId::chatgpt;
  std::optional<std::string> model;  // absent: the provider's configured one
  std::optional<std::string> instructions;
  std::optional<int> max_output_tokens;
  std::optional<double> temperature;
  MemoryChoice memory;  // counts in mode stateful

  bool operator==(const LaneRequest&) const = default;
};

// POST /chat. Limits and defaults are in chat_json.h.
struct ChatRequest : LaneRequest {
  std::string message;
  std::optional<std::string> session_id;  // absent: the proxy makes one
  bool stream = false;
  std::optional<std::string> client_message_id;  // the same id again gets the first result again

  bool operator==(const ChatRequest&) const = default;
};

// Answer of POST /chat, and the data of the final `done` event.
struct ChatAnswer {
  std::string session_id;
  std::int64_t message_count = 0;  // both roles, as stored
  Message message;                 // the stored answer
  ContextReport context;

  bool operator==(const ChatAnswer&) const = default;
};

// Data of the first event of a streamed answer.
struct TurnStart {
  std::string session_id;
  Message user_message;  // as stored
  ProviderId provider = ProviderId::chatgpt;
  std::string model;
  ContextReport context;

  bool operator==(const TurnStart&) const = default;
};

// Data of the final `error` event; also how the UI sees a refused request.
struct ChatFailure {
  Error error;
  std::optional<Message> message;  // the answer as stored, when one was

  bool operator==(const ChatFailure&) const = default;
};

// GET /sessions/{id}/messages : a page, oldest first.
struct MessagePage {
  std::string session_id;
  std::vector<Message> messages;
  std::int64_t total = 0;           // messages stored in the session
  std::optional<std::string> next;  // pass as `after` for the next page; absent: this was the last
  std::int64_t ttl_seconds = 0;     // until the session expires; 0: nothing stored

  bool operator==(const MessagePage&) const = default;
};

}  // namespace magic
