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

#include "shared/result.h"

namespace magic {

enum class Mode { stateless, stateful };
enum class ProviderId { chatgpt, ollama, demo };
enum class Role { user, assistant };

// How an answer ended. Partial text is kept under every one of them.
enum class Ending {
  completed,
  length,          // cut by max_output_tokens or by the end of the window
  filtered,        // stopped by the provider's content filter
  refused,         // the model declined
  cancelled,       // the user stopped it
  upstream_error,  // the provider failed or broke off
  disconnected,    // the client went away
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

  bool operator==(const Timing&) const = default;
};

// One message of a session as stored. A turn is a user message and the answer to it, which share a
// turn_id.
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
  std::optional<Usage> usage;    // answers only
  std::optional<Timing> timing;  // answers only
  std::optional<Error> error;    // why an answer ended as upstream_error

  bool operator==(const Message&) const = default;
};

// Why a stored message was, or was not, part of what the model got.
enum class ContextReason {
  new_message,  // sent: it is the message being answered
  history,      // sent: part of the conversation so far
  stateless,    // left out: memory is off
  window,       // left out: does not fit the model's window with room for the answer
  no_answer,    // left out: its turn ended without answer text
};

struct ContextItem {
  std::string message_id;
  Role role = Role::user;
  bool sent = false;
  ContextReason reason = ContextReason::history;
  int estimated_tokens = 0;

  bool operator==(const ContextItem&) const = default;
};

// What one turn sent, and what it left out and why.
struct ContextReport {
  std::int64_t stored_messages = 0;  // in the session, the new message included
  std::int64_t sent_messages = 0;    // the new message included
  std::int64_t unlisted_messages =
      0;                     // older than the oldest item, all left out: window or stateless
  int estimated_tokens = 0;  // of what was sent
  int window_tokens = 0;     // the model's context window
  int answer_tokens = 0;     // room kept free for the answer
  std::optional<std::int64_t> provider_input_tokens;  // what the provider says it processed
  std::vector<ContextItem> items;                     // oldest first

  bool operator==(const ContextReport&) const = default;
};

// POST /chat. Limits and defaults are in chat_json.h.
struct ChatRequest {
  std::string message;
  Mode mode = Mode::stateless;
  ProviderId provider = ProviderId::chatgpt;
  std::optional<std::string> session_id;  // absent: the proxy makes one
  bool stream = false;
  std::optional<std::string> model;  // absent: the provider's configured one
  std::optional<std::string> instructions;
  std::optional<int> max_output_tokens;
  std::optional<double> temperature;

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

struct ProviderStatus {
  ProviderId id = ProviderId::demo;
  bool available = false;
  std::string reason;  // why not, as a sentence that says what to do; empty when available
  std::string model;   // the configured model
  int window_tokens = 0;
  bool only_model_is_missing = false;  // why it is not available: another model would
                                       // do. Known to the proxy, not sent to clients

  bool operator==(const ProviderStatus&) const = default;
};

// GET / : what works right now.
struct Health {
  std::string version;
  bool store_available = false;
  std::string store_reason;  // empty when available
  std::vector<ProviderStatus> providers;

  bool operator==(const Health&) const = default;
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

// Wire names, e.g. "stateful". from-functions return nullopt for an unknown name.
std::string_view name_of(Mode mode);
std::string_view name_of(ProviderId provider);
std::string_view name_of(Role role);
std::string_view name_of(Ending ending);
std::string_view name_of(ContextReason reason);
std::string_view name_of(ErrorCode code);
std::optional<Mode> mode_from(std::string_view name);
std::optional<ProviderId> provider_from(std::string_view name);
std::optional<Role> role_from(std::string_view name);
std::optional<Ending> ending_from(std::string_view name);
std::optional<ContextReason> context_reason_from(std::string_view name);
std::optional<ErrorCode> error_code_from(std::string_view name);

}  // namespace magic
