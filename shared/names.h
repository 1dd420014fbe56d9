// The words of the product that have a name on the wire, and those names.
// Thread rule: plain values, pure functions.
#pragma once

#include <optional>
#include <string_view>

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

// What of the conversation a stateful turn is to be sent. Names and fields on the wire: docs/api.md.
enum class MemoryStrategy {
  none,          // nothing, as in mode stateless
  full,          // all of it, as far as the window holds
  last_n,        // at most `n` earlier messages
  token_budget,  // at most `tokens` estimated tokens of earlier messages
  summary,       // a summary, and the last `keep_last` messages word for word
  provider,      // the provider holds it: OpenAI's previous_response_id
};

// Why a stored message was, or was not, part of what the model got. Everything after `pinned` was
// left out.
enum class ContextReason {
  new_message,    // sent: it is the message being answered
  history,        // sent: the strategy took it
  pinned,         // sent although the strategy would have left it out
  stateless,      // memory is off
  window,         // does not fit the model's window with room for the answer
  last_n,         // older than the last n messages
  budget,         // does not fit the token budget
  summarized,     // its content is in the summary that was sent
  provider_held,  // not sent again: the provider holds it (previous_response_id)
  excluded,       // by the user, for good or for this replay
  no_answer,      // its turn ended without answer text
  no_question,    // its question was deleted, or is older than what was read
  not_current,    // another answer to the same question is the current one
};

// Wire names, e.g. "stateful". from-functions return nullopt for an unknown name.
std::string_view name_of(Mode mode);
std::string_view name_of(ProviderId provider);
std::string_view name_of(Role role);
std::string_view name_of(Ending ending);
std::string_view name_of(MemoryStrategy strategy);
std::string_view name_of(ContextReason reason);
std::string_view name_of(ErrorCode code);
std::optional<Mode> mode_from(std::string_view name);
std::optional<ProviderId> provider_from(std::string_view name);
std::optional<Role> role_from(std::string_view name);
std::optional<Ending> ending_from(std::string_view name);
std::optional<MemoryStrategy> memory_strategy_from(std::string_view name);
std::optional<ContextReason> context_reason_from(std::string_view name);
std::optional<ErrorCode> error_code_from(std::string_view name);

}  // namespace magic
