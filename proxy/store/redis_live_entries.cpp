#include "proxy/store/redis_live_entries.h"

#include <charconv>
#include <utility>

namespace magic {

std::string events_key(const std::string& session_id) {
  return "chat:session:{" + session_id + "}:events";
}

RedisCommand piece_command(const AnswerPiece& piece) {
  return {"XADD",
          events_key(piece.answer.session_id),
          "MAXLEN",
          "~",
          std::to_string(kKeptEvents),
          "*",
          "kind",
          std::string(name_of(piece.kind)),
          "turn",
          piece.answer.turn_id,
          "attempt",
          std::to_string(piece.answer.attempt),
          "text",
          piece.text};
}

const std::string* StreamEntry::field(std::string_view name) const {
  for (const auto& [known, value] : fields)
    if (known == name) return &value;
  return nullptr;
}

std::vector<StreamEntry> entries_from(const RedisReply& list) {
  std::vector<StreamEntry> entries;
  entries.reserve(list.items.size());
  for (const RedisReply& item : list.items) {
    if (item.items.size() != 2) continue;
    const std::optional<LiveEventId> id = live_event_id_from(item.items[0].text);
    if (!id) continue;
    StreamEntry entry{*id, {}};
    const std::vector<RedisReply>& words = item.items[1].items;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
      entry.fields.emplace_back(words[i].text, words[i + 1].text);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<LiveEvent> live_event_from(const StreamEntry& entry) {
  const std::string* const kind_name = entry.field("kind");
  const std::optional<LiveEvent::Kind> kind =
      kind_name == nullptr ? std::nullopt : live_event_kind_from(*kind_name);
  if (!kind) return std::nullopt;
  LiveEvent event{.id = text_of(entry.id), .kind = *kind};
  if (const std::string* message = entry.field("message")) event.message = *message;
  if (const std::string* turn = entry.field("turn")) event.turn = *turn;
  if (const std::string* text = entry.field("text")) event.text = *text;
  if (const std::string* attempt = entry.field("attempt"))
    std::from_chars(attempt->data(), attempt->data() + attempt->size(), event.attempt);
  return event;
}

}  // namespace magic
