#include "client-wasm/views/inspector_words.h"

#include <cstdio>

#include "client-wasm/views/words.h"

namespace magic::words {

std::string reason(ContextReason reason) {
  switch (reason) {
    case ContextReason::new_message:
      return say(Word::reason_new);
    case ContextReason::history:
      return say(Word::reason_history);
    case ContextReason::pinned:
      return say(Word::reason_pinned);
    case ContextReason::stateless:
      return say(Word::reason_stateless);
    case ContextReason::window:
      return say(Word::reason_window);
    case ContextReason::last_n:
      return say(Word::reason_last_n);
    case ContextReason::budget:
      return say(Word::reason_budget);
    case ContextReason::summarized:
      return say(Word::reason_summarized);
    case ContextReason::provider_held:
      return say(Word::reason_provider);
    case ContextReason::excluded:
      return say(Word::reason_excluded);
    case ContextReason::no_answer:
      return say(Word::reason_no_answer);
    case ContextReason::no_question:
      return say(Word::reason_no_question);
    case ContextReason::not_current:
      return say(Word::reason_not_current);
  }
  return {};
}

std::string memory_in_full(const LaneRequest& lane) {
  if (lane.mode == Mode::stateless) return say(Word::memory_is_off);
  switch (lane.memory.strategy) {
    case MemoryStrategy::none:
      return say(Word::on_none);
    case MemoryStrategy::full:
      return say(Word::on_full);
    case MemoryStrategy::last_n:
      return say(Word::on_last_n, {messages(lane.memory.n)});
    case MemoryStrategy::token_budget:
      return say(Word::on_budget, {tokens(lane.memory.tokens)});
    case MemoryStrategy::summary:
      return say(Word::on_summary, {messages(lane.memory.keep_last)});
    case MemoryStrategy::provider:
      return say(Word::on_provider);
  }
  return {};
}

std::string turn_title(const ShownTurn& turn) {
  std::string title = say(Word::turn, {count(turn.number)});
  if (turn.context != nullptr)
    title += "  ·  " + say(Word::badge_sent, {count(turn.context->sent_messages),
                                              count(turn.context->stored_messages)});
  return title;
}

std::string window(const ContextReport& context) {
  if (context.window_tokens <= 0)
    return say(Word::about_tokens, {tokens(context.estimated_tokens)});
  return say(Word::so_many_of, {count(context.estimated_tokens), tokens(context.window_tokens)});
}

std::string part(WindowPartKind kind) {
  switch (kind) {
    case WindowPartKind::instructions:
      return say(Word::part_instructions);
    case WindowPartKind::deleted:
      return say(Word::part_deleted);
    case WindowPartKind::summary:
      return say(Word::part_summary);
    case WindowPartKind::user_message:
      return say(Word::part_yours);
    case WindowPartKind::answer:
      return say(Word::part_answers);
    case WindowPartKind::answer_room:
      return say(Word::part_room);
    case WindowPartKind::free:
      return say(Word::part_free);
  }
  return {};
}

std::string row_note(const ContextRow& row) {
  std::string note;
  if (!row.sent || row.reason == ContextReason::pinned) note = reason(row.reason);
  std::string since;
  if (!row.stored)
    since = say(Word::row_deleted);
  else if (row.pinned && row.reason != ContextReason::pinned)
    since = say(Word::row_pinned);
  else if (row.excluded && row.reason != ContextReason::excluded)
    since = say(Word::row_excluded);
  if (note.empty() || since.empty()) return note + since;
  return note + "  ·  " + since;
}

std::string row_name(const ContextRow& row) {
  const bool yours = row.role == Role::user;
  std::string name = say(row.sent ? (yours ? Word::row_sent_yours_name : Word::row_sent_model_name)
                                  : (yours ? Word::row_left_yours_name : Word::row_left_model_name),
                         {row.words.empty() ? std::string_view(say(Word::no_text)) : row.words});
  if (const std::string note = row_note(row); !note.empty()) name += " (" + note + ")";
  // Dear ImGui gives this character a meaning.
  for (char& c : name)
    if (c == '#') c = ' ';
  return name;
}

std::string exactness(const AnswerRecord& record) {
  const std::string why = record.call_note.empty() ? "" : " " + record.call_note;
  if (!record.call) return why.empty() ? say(Word::request_lost) : record.call_note;
  if (!record.call_is_exact) return say(Word::request_inexact) + why;
  return say(Word::request_exact, {count(static_cast<std::int64_t>(record.call->body.size()))}) +
         why;
}

std::string time_left(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  if (seconds <= 0) return say(Word::time_expired);
  if (seconds >= 2 * kDay) return say(Word::time_days, {count(seconds / kDay)});
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
  const auto add = [&](const std::optional<std::int64_t>& tokens, Word what) {
    if (!tokens) return;
    if (!text.empty()) text += ", ";
    text += say(what, {count(*tokens)});
  };
  add(usage.input_tokens, Word::usage_in);
  add(usage.cached_tokens, Word::usage_cached);
  add(usage.output_tokens, Word::usage_out);
  add(usage.reasoning_tokens, Word::usage_reasoning);
  return text;
}

std::string attempt(const UpstreamAttempt& attempt) {
  std::string text = provider(attempt.provider) + ": ";
  text += attempt.status > 0 ? count(attempt.status) : std::string(say(Word::attempt_no_answer));
  if (!attempt.error.empty()) text += ", " + attempt.error;
  if (attempt.waited_ms > 0)
    text += ", " + say(Word::attempt_waited, {duration(attempt.waited_ms)});
  return text;
}

}  // namespace magic::words
