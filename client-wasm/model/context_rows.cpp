#include "client-wasm/model/context_rows.h"

#include <algorithm>
#include <unordered_map>

#include "client-wasm/model/shown_text.h"
#include "shared/utf8.h"

namespace magic {

std::int64_t deleted_messages(const ContextReport& report) {
  const auto listed = static_cast<std::int64_t>(report.items.size());
  return std::max<std::int64_t>(0, report.stored_messages - report.unlisted_messages - listed);
}

std::vector<ContextRow> context_rows(const ContextReport& report, const ChatModel& chat) {
  std::unordered_map<std::string_view, const Message*> known;
  for (const Entry& entry : chat.entries)
    if (!entry.message.id.empty()) known.emplace(entry.message.id, &entry.message);

  std::vector<ContextRow> rows;
  rows.reserve(report.items.size());
  for (const ContextItem& item : report.items) {
    ContextRow row;
    row.message_id = item.message_id;
    row.role = item.role;
    row.sent = item.sent;
    row.reason = item.reason;
    row.estimated_tokens = item.estimated_tokens;
    if (const auto found = known.find(item.message_id); found != known.end()) {
      const Message& message = *found->second;
      row.stored = true;
      row.pinned = message.pinned;
      row.excluded = message.excluded;
      row.words = first_words(shown_text(utf8_prefix(message.text, 500)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<WindowPart> window_parts(const ContextReport& report) {
  std::vector<WindowPart> parts;
  const auto add = [&](WindowPartKind kind, int tokens) {
    if (tokens > 0) parts.push_back({kind, tokens});
  };
  const int summary = report.summary ? report.summary->estimated_tokens : 0;
  int messages = 0;
  std::int64_t listed = 0;
  for (const ContextItem& item : report.items)
    if (item.sent) {
      messages += item.estimated_tokens;
      ++listed;
    }
  // The report tells all that was sent; what is left of it are the instructions, and messages that
  // are no longer listed.
  const int rest = std::max(0, report.estimated_tokens - summary - messages);

  add(listed < report.sent_messages ? WindowPartKind::deleted : WindowPartKind::instructions, rest);
  add(WindowPartKind::summary, summary);
  for (const ContextItem& item : report.items)
    if (item.sent)
      add(item.role == Role::user ? WindowPartKind::user_message : WindowPartKind::answer,
          item.estimated_tokens);
  const int used = rest + summary + messages;
  const int room = report.window_tokens > 0
                       ? std::min(report.answer_tokens, std::max(0, report.window_tokens - used))
                       : report.answer_tokens;
  add(WindowPartKind::answer_room, room);
  add(WindowPartKind::free, report.window_tokens - used - room);
  return parts;
}

std::string first_words(std::string_view text, std::size_t max_bytes) {
  std::string words;
  for (const char c : text) {
    if (words.size() >= max_bytes) break;
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  // A character may have been cut in two.
  while (!words.empty() && !is_valid_utf8(words)) words.pop_back();
  return words;
}

}  // namespace magic
