#include "client-wasm/views/inspector_words.h"

#include <cstdio>

#include "client-wasm/views/words.h"

namespace magic::words {

std::string reason(ContextReason reason) {
  switch (reason) {
    case ContextReason::new_message:
      return "The new message";
    case ContextReason::history:
      return "Part of the conversation";
    case ContextReason::pinned:
      return "Pinned: it always goes along";
    case ContextReason::stateless:
      return "Memory was off";
    case ContextReason::window:
      return "Did not fit the model's window";
    case ContextReason::last_n:
      return "Older than the last messages asked for";
    case ContextReason::budget:
      return "Did not fit the token budget";
    case ContextReason::summarized:
      return "Stands in the summary instead";
    case ContextReason::provider_held:
      return "Not sent again: the provider holds it";
    case ContextReason::excluded:
      return "Excluded";
    case ContextReason::no_answer:
      return "Its turn has no answer";
    case ContextReason::no_question:
      return "Its question is gone, or too old to be read";
    case ContextReason::not_current:
      return "Another answer to its question counts";
  }
  return {};
}

std::string memory_in_full(const LaneRequest& lane) {
  if (lane.mode == Mode::stateless) return "memory off";
  switch (lane.memory.strategy) {
    case MemoryStrategy::none:
      return "memory on: nothing of the past";
    case MemoryStrategy::full:
      return "memory on: the whole conversation";
    case MemoryStrategy::last_n:
      return "memory on: the last " + messages(lane.memory.n);
    case MemoryStrategy::token_budget:
      return "memory on: at most " + tokens(lane.memory.tokens);
    case MemoryStrategy::summary:
      return "memory on: a summary and the last " + messages(lane.memory.keep_last);
    case MemoryStrategy::provider:
      return "memory on: held by the provider";
  }
  return {};
}

std::string turn_title(const ShownTurn& turn) {
  std::string title = "Turn " + count(turn.number);
  if (turn.context != nullptr)
    title += "  ·  sent " + count(turn.context->sent_messages) + " of " +
             count(turn.context->stored_messages);
  return title;
}

std::string window(const ContextReport& context) {
  if (context.window_tokens <= 0) return "About " + tokens(context.estimated_tokens);
  return count(context.estimated_tokens) + " of " + tokens(context.window_tokens);
}

std::string part(WindowPartKind kind) {
  switch (kind) {
    case WindowPartKind::instructions:
      return "Instructions";
    case WindowPartKind::deleted:
      return "Deleted since";
    case WindowPartKind::summary:
      return "Summary";
    case WindowPartKind::user_message:
      return "Your messages";
    case WindowPartKind::answer:
      return "Answers";
    case WindowPartKind::answer_room:
      return "Room for the answer";
    case WindowPartKind::free:
      return "Free";
  }
  return {};
}

std::string row_note(const ContextRow& row) {
  std::string note;
  if (!row.sent || row.reason == ContextReason::pinned) note = reason(row.reason);
  std::string since;
  if (!row.stored)
    since = "deleted since";
  else if (row.pinned && row.reason != ContextReason::pinned)
    since = "pinned since";
  else if (row.excluded && row.reason != ContextReason::excluded)
    since = "excluded since";
  if (note.empty() || since.empty()) return note + since;
  return note + "  ·  " + since;
}

std::string row_name(const ContextRow& row) {
  std::string name = row.sent ? "Sent: " : "Left out: ";
  name += row.role == Role::user ? "you, " : "model, ";
  name += row.words.empty() ? "(no text)" : row.words;
  if (const std::string note = row_note(row); !note.empty()) name += " (" + note + ")";
  // Dear ImGui gives this character a meaning.
  for (char& c : name)
    if (c == '#') c = ' ';
  return name;
}

std::string exactness(const AnswerRecord& record) {
  const std::string why = record.call_note.empty() ? "" : " " + record.call_note;
  if (!record.call) return why.empty() ? "It cannot be made again." : record.call_note;
  if (!record.call_is_exact)
    return "Made again, but not the same bytes as those that were sent." + why;
  return "Byte for byte what was sent: " +
         count(static_cast<std::int64_t>(record.call->body.size())) + " bytes." + why;
}

std::string time_left(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  if (seconds <= 0) return "expired";
  if (seconds >= 2 * kDay) return count(seconds / kDay) + " days";
  char text[32];
  if (seconds >= kHour)
    std::snprintf(text, sizeof text, "%d:%02d:%02d", static_cast<int>(seconds / kHour),
                  static_cast<int>(seconds % kHour / kMinute), static_cast<int>(seconds % kMinute));
  else
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(seconds / kMinute),
                  static_cast<int>(seconds % kMinute));
  return text;
}

std::string usage(const Usage& usage) {
  std::string text;
  const auto add = [&](const std::optional<std::int64_t>& tokens, const char* what) {
    if (!tokens) return;
    if (!text.empty()) text += ", ";
    text += count(*tokens) + " " + what;
  };
  add(usage.input_tokens, "in");
  add(usage.cached_tokens, "of them cached");
  add(usage.output_tokens, "out");
  add(usage.reasoning_tokens, "of them reasoning");
  return text;
}

std::string attempt(const UpstreamAttempt& attempt) {
  std::string text = provider(attempt.provider) + ": ";
  text += attempt.status > 0 ? count(attempt.status) : std::string("no answer");
  if (!attempt.error.empty()) text += ", " + attempt.error;
  if (attempt.waited_ms > 0) text += ", after a wait of " + duration(attempt.waited_ms);
  return text;
}

}  // namespace magic::words
