#include "proxy/memory/context_plan.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "proxy/memory/memory_strategy.h"
#include "proxy/memory/past_turns.h"
#include "proxy/memory/summary_text.h"
#include "proxy/memory/token_calibration.h"
#include "proxy/memory/usable_memory.h"
#include "shared/token_estimate.h"

namespace magic {
namespace {

int uncalibrated_instruction_tokens(std::string_view instructions) {
  return instructions.empty() ? 0 : estimate_message_tokens(instructions);
}

int instruction_tokens(std::string_view instructions, double factor) {
  return calibrated(uncalibrated_instruction_tokens(instructions), factor);
}

// A pin overrules what a strategy leaves out for brevity. It does not overrule a memory that is
// switched off, and what the provider holds would be said twice.
bool yields_to_pin(ContextReason reason) {
  return reason != ContextReason::stateless && reason != ContextReason::provider_held;
}

// Gives every open turn its reason.
void decide(const Recall& recall, int room, std::vector<PastTurn>& turns) {
  std::vector<PastTurn*> open;  // newest first
  for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn)
    if (turn->is_open()) open.push_back(&*turn);
  std::vector<ContextReason> wanted =
      recall.choose(std::vector<const PastTurn*>(open.begin(), open.end()));

  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!open[i]->is_pinned() || !yields_to_pin(wanted[i])) continue;
    const bool fits = open[i]->tokens <= room;
    open[i]->reason = fits ? ContextReason::pinned : ContextReason::window;
    if (fits) room -= open[i]->tokens;
  }

  bool is_full = false;
  for (std::size_t i = 0; i < open.size(); ++i) {
    PastTurn& turn = *open[i];
    if (wanted[i] != ContextReason::history) {
      if (turn.is_open()) turn.reason = wanted[i];  // no pin has decided it
    } else if (turn.reason == ContextReason::pinned) {
      if (!is_full) turn.reason = ContextReason::history;
    } else if (is_full || turn.tokens > room) {
      is_full = true;
      turn.reason = ContextReason::window;
    } else {
      room -= turn.tokens;
    }
  }
}

SummaryReport summary_report(const StoredSummary& summary, int tokens) {
  SummaryReport report;
  report.text = summary.text;
  report.covers_to = summary.covers_to;
  report.covered_messages = summary.covered_messages;
  report.estimated_tokens = tokens;
  report.model = summary.model;
  return report;
}

// Lists what was read and the new message, and sends what has a reason to be sent.
void list_messages(const PlanRequest& request, const PastTurns& turns, const Message& new_message,
                   ContextPlan& plan) {
  ContextReport& report = plan.report;
  std::vector<const Message*> sent;
  const auto list = [&](const Message& message, ContextReason reason) {
    const int tokens = calibrated_message_tokens(message.text, request.token_factor);
    report.items.push_back({message.id, message.role, is_sent(reason), reason, tokens});
    if (!is_sent(reason)) return;
    sent.push_back(&message);
    report.estimated_tokens += tokens;
    plan.uncalibrated_tokens += estimate_message_tokens(message.text);
  };
  for (std::size_t i = 0; i < turns.size(); ++i)
    // Without memory that is the whole reason, whatever else speaks against a message.
    list(turns.message(i), is_stateless(request) ? ContextReason::stateless : turns.reason(i));
  list(new_message, ContextReason::new_message);
  report.sent_messages = static_cast<std::int64_t>(sent.size());
  plan.messages = in_turn_order(sent);
}

}  // namespace

ContextPlan plan_context(const PlanRequest& request, const StoredMemory& past,
                         const Message& new_message) {
  ContextPlan plan;
  ContextReport& report = plan.report;
  report.strategy = is_stateless(request) ? MemoryStrategy::none : request.memory.strategy;
  report.stored_messages = request.stored_messages;
  report.window_tokens = request.window_tokens;
  report.answer_tokens = request.answer_tokens;

  PastTurns turns(past, request.without, request.token_factor);
  const StoredSummary* summary = usable_summary(request, past);
  const HeldResponse* held = usable_held(request, past, turns);
  const int room_for_all = request.window_tokens - request.answer_tokens -
                           calibrated_message_tokens(new_message.text, request.token_factor);
  const int own_instructions = instruction_tokens(request.instructions, request.token_factor);

  plan.instructions = request.instructions;
  report.estimated_tokens = own_instructions;
  if (summary != nullptr) {
    std::string with_summary = instructions_with_summary(request.instructions, summary->text);
    const int tokens = instruction_tokens(with_summary, request.token_factor);
    if (tokens <= room_for_all) {
      plan.instructions = std::move(with_summary);
      report.estimated_tokens = tokens;
      report.summary = summary_report(*summary, tokens - own_instructions);
    } else {
      summary = nullptr;
      report.notes.emplace_back("The summary does not fit the model's window and was left out.");
    }
  }
  if (held != nullptr) {
    plan.previous_response_id = held->response_id;
    report.previous_response_id = held->response_id;
  } else if (report.strategy == MemoryStrategy::provider && past.held) {
    report.notes.emplace_back(
        "What the provider holds of the conversation could not be used this time, so the "
        "conversation was sent again.");
  }

  plan.uncalibrated_tokens = uncalibrated_instruction_tokens(plan.instructions);
  const MemoryChoice memory{report.strategy, request.memory.n, request.memory.tokens,
                            request.memory.keep_last};
  const std::unique_ptr<Recall> recall = recall_for(memory, summary, held);
  decide(*recall, room_for_all - report.estimated_tokens, turns.turns());
  list_messages(request, turns, new_message, plan);

  report.unlisted_messages = std::max<std::int64_t>(
      0, request.stored_messages - static_cast<std::int64_t>(report.items.size()));
  if (report.unlisted_messages > 0)
    report.unlisted_reason = recall->reason_of_unread(report.unlisted_messages);
  return plan;
}

}  // namespace magic
