// What one turn sent to the model, what it left out, and why: the heart of the product.
// Wire shape: chat_json.h. "Estimated" tokens are ours (token_estimate.h), corrected by what the
// same model reported before; all others are the provider's.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/names.h"
#include "shared/result.h"

namespace magic {

struct ContextItem {
  std::string message_id;
  Role role = Role::user;
  bool sent = false;
  ContextReason reason = ContextReason::history;
  int estimated_tokens = 0;

  bool operator==(const ContextItem&) const = default;
};

// The rolling summary that stood in for older messages.
struct SummaryReport {
  std::string text;
  std::string covers_to;  // id of the newest message that it covers
  std::int64_t covered_messages = 0;
  int estimated_tokens = 0;
  bool made_now = false;  // by a call of its own for this turn; model and usage are that call's
  std::string model;
  std::optional<std::int64_t> input_tokens;
  std::optional<std::int64_t> output_tokens;

  bool operator==(const SummaryReport&) const = default;
};

struct ContextReport {
  MemoryStrategy strategy = MemoryStrategy::none;
  std::int64_t stored_messages = 0;  // in the session, the new message included
  std::int64_t sent_messages = 0;    // the new message included
  // Older than what was read, all left out for the reason that `unlisted_reason` names. Pinned
  // messages of that age are listed none the less.
  std::int64_t unlisted_messages = 0;
  ContextReason unlisted_reason = ContextReason::window;
  int estimated_tokens = 0;  // of what was sent: instructions and summary included
  int window_tokens = 0;     // the model's context window
  int answer_tokens = 0;     // room kept free for the answer
  std::optional<std::int64_t> provider_input_tokens;  // what the provider says it processed
  bool truncated_upstream = false;  // the provider processed clearly less than it was sent
  std::optional<SummaryReport> summary;
  std::string previous_response_id;  // strategy `provider`: what the provider was to go on from
  // What did not go as asked, a sentence each: a summary that could not be made, a response that
  // the provider no longer held, another provider that stood in.
  std::vector<std::string> notes;
  std::vector<ContextItem> items;  // oldest first

  bool operator==(const ContextReport&) const = default;
};

}  // namespace magic
