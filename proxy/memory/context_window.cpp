#include "proxy/memory/context_window.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "shared/token_estimate.h"

namespace magic {
namespace {

struct PastTurn {
  int tokens = 0;
  bool asked = false;
  bool answered = false;
  bool decided = false;
  ContextReason reason = ContextReason::history;
};

using Turns = std::unordered_map<std::string, PastTurn>;

Turns group_by_turn(const std::vector<Message>& history) {
  Turns turns;
  for (const Message& message : history) {
    PastTurn& turn = turns[message.turn_id];
    turn.tokens += estimate_message_tokens(message.text);
    if (message.role == Role::user) turn.asked = true;
    if (message.role == Role::assistant && !message.text.empty()) turn.answered = true;
  }
  return turns;
}

// Gives every turn its reason, walking from the newest to the oldest. The first turn that does not
// fit ends the history: a conversation with a hole in the middle is worse than a shorter one.
void decide(const ContextRequest& request, const std::vector<Message>& history, int budget,
            Turns& turns) {
  bool full = false;
  for (auto message = history.rbegin(); message != history.rend(); ++message) {
    PastTurn& turn = turns[message->turn_id];
    if (std::exchange(turn.decided, true)) continue;
    if (request.mode == Mode::stateless) {
      turn.reason = ContextReason::stateless;
    } else if (!turn.answered) {
      turn.reason = ContextReason::no_answer;
    } else if (full || !turn.asked || turn.tokens > budget) {
      // Without its question: that is older than what was read, or was cleared meanwhile.
      full = true;
      turn.reason = ContextReason::window;
    } else {
      budget -= turn.tokens;
    }
  }
}

}  // namespace

ContextPlan plan_context(const ContextRequest& request, const std::vector<Message>& history,
                         const Message& new_message) {
  const int own_tokens = estimate_message_tokens(new_message.text);
  const int instruction_tokens =
      request.instructions.empty() ? 0 : estimate_message_tokens(request.instructions);

  ContextPlan plan;
  ContextReport& report = plan.report;
  report.stored_messages = request.stored_messages;
  report.window_tokens = request.window_tokens;
  report.answer_tokens = request.answer_tokens;
  report.estimated_tokens = instruction_tokens;

  Turns turns = group_by_turn(history);
  decide(request, history,
         request.window_tokens - request.answer_tokens - instruction_tokens - own_tokens, turns);

  const auto list = [&](const Message& message, ContextReason reason) {
    const bool sent = reason == ContextReason::history || reason == ContextReason::new_message;
    const int tokens = estimate_message_tokens(message.text);
    report.items.push_back({message.id, message.role, sent, reason, tokens});
    if (!sent) return;
    plan.messages.push_back({message.role, message.text});
    report.estimated_tokens += tokens;
    ++report.sent_messages;
  };
  for (const Message& message : history) list(message, turns[message.turn_id].reason);
  list(new_message, ContextReason::new_message);

  report.unlisted_messages = std::max<std::int64_t>(
      0, request.stored_messages - static_cast<std::int64_t>(report.items.size()));
  return plan;
}

std::size_t history_bytes_for(Mode mode, int window_tokens) {
  // Stateless sends none of it; enough is read to list what was just left out.
  if (mode == Mode::stateless) return 16 * 1024;
  // About 4 bytes a token, as many again for what a stored line holds besides its text.
  constexpr std::size_t kMost = 8 * 1024 * 1024;
  return std::min(kMost, static_cast<std::size_t>(std::max(window_tokens, 0)) * 8 + 16 * 1024);
}

}  // namespace magic
