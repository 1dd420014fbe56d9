#include "client-wasm/model/history.h"

#include <algorithm>
#include <utility>

#include "client-wasm/model/answers.h"

namespace magic {
namespace {

// Whether the shown entry is this stored message.
bool is_same(const Entry& entry, const Message& stored) {
  const Message& shown = entry.message;
  if (!shown.id.empty()) return shown.id == stored.id;
  if (shown.role != stored.role) return false;
  // An answer whose end was not heard, or a message whose confirmation was lost.
  if (shown.role == Role::assistant) return shown.turn_id == stored.turn_id;
  return entry.state == EntryState::unsent && shown.text == stored.text;
}

// Where the answers to that question are shown; an index, or the number of entries. Loading ten
// thousand messages must not look through all of them for each: what is confirmed already is searched
// backwards, and answers stand behind their question.
std::size_t answer_place(const ChatModel& model, const std::string& turn_id) {
  const Entries& entries = model.entries;
  const auto is_answer = [&](const Entry& entry) {
    return entry.message.role == Role::assistant && entry.message.turn_id == turn_id;
  };
  for (std::size_t i = model.history_place; i-- > 0;) {
    if (is_answer(entries[i])) return i;
    if (entries[i].message.turn_id == turn_id) break;
  }
  const auto rest = entries.begin() + static_cast<std::ptrdiff_t>(model.history_place);
  return static_cast<std::size_t>(std::find_if(rest, entries.end(), is_answer) - entries.begin());
}

// Another answer to a question whose answer is shown already. False: it has none yet.
bool merge_further_answer(ChatModel& model, const Message& stored) {
  if (stored.role != Role::assistant) return false;
  const std::size_t place = answer_place(model, stored.turn_id);
  if (place == model.entries.size()) return false;
  const bool is_first = place >= model.history_place;
  Entry entry = std::move(model.entries[place]);
  if (is_first) {
    if (entry.versions.empty() && !entry.message.id.empty() && entry.message.id != stored.id)
      entry.versions.push_back({entry.message, entry.context});
    if (entry.versions.empty()) {
      model.entries[place] = std::move(entry);
      return false;
    }
    for (AnswerVersion& version : entry.versions) version.confirmed = false;
    model.entries.erase(model.entries.begin() + static_cast<std::ptrdiff_t>(place));
    const auto confirmed = static_cast<std::ptrdiff_t>(model.history_place++);
    const auto at = model.entries.begin() + confirmed;
    entry.state = EntryState::settled;
    take_version(*model.entries.insert(at, std::move(entry)), stored, std::nullopt);
  } else {
    take_version(entry, stored, std::nullopt);
    model.entries[place] = std::move(entry);
  }
  return true;
}

void merge(ChatModel& model, const Message& stored) {
  if (merge_further_answer(model, stored)) return;
  const auto place = model.entries.begin() + static_cast<std::ptrdiff_t>(model.history_place);
  const auto shown = std::find_if(place, model.entries.end(),
                                  [&](const Entry& entry) { return is_same(entry, stored); });
  const bool is_in_place = shown == place && shown != model.entries.end();
  Entry entry;
  if (shown == model.entries.end()) {
    entry.key = ++model.last_key;
  } else {
    entry = std::move(*shown);
    if (!is_in_place) model.entries.erase(shown);
  }
  if (entry.message != stored || entry.state != EntryState::settled) {
    entry.message = stored;
    entry.state = EntryState::settled;
    ++entry.revision;
  }
  // Read again, most messages stand where they stood.
  if (is_in_place)
    model.entries[model.history_place] = std::move(entry);
  else
    model.entries.insert(model.entries.begin() + static_cast<std::ptrdiff_t>(model.history_place),
                         std::move(entry));
  ++model.history_place;
}

// Entries that the complete history did not name are gone from the store (expired, or cleared by
// someone else), except those that were never in it.
void drop_unconfirmed(ChatModel& model) {
  const auto place = model.entries.begin() + static_cast<std::ptrdiff_t>(model.history_place);
  model.entries.erase(
      std::remove_if(place, model.entries.end(),
                     [](const Entry& entry) { return entry.state == EntryState::settled; }),
      model.entries.end());
  for (Entry& entry : model.entries) drop_unconfirmed_versions(entry);
}

// Nothing is stored of it, as far as is known.
bool is_new(const ChatModel& model) {
  return model.entries.empty() && model.history == HistoryState::ready;
}

void leave_session(ChatModel& model, std::string session_id, HistoryState history) {
  if (session_id != model.session_id) {
    model.drafts.keep(is_new(model) ? std::string() : model.session_id,
                      model.edit ? model.edit->draft_before : model.draft);
    const bool opens_new = history == HistoryState::ready;
    set_draft(model, model.drafts.take(opens_new ? std::string() : session_id));
  }
  model.session_id = std::move(session_id);
  model.entries.clear();
  model.turn.reset();
  model.history = history;
  model.history_total = 0;
  model.history_place = 0;
  model.history_error.reset();
  model.clear_error.reset();
  model.edit.reset();
  model.action_error.reset();
  model.local_only = false;
  model.asks_for_cloud = false;
  model.preview.reset();
}

}  // namespace

void open_new_session(ChatModel& model, std::string session_id) {
  leave_session(model, std::move(session_id), HistoryState::ready);
}

void open_stored_session(ChatModel& model, std::string session_id) {
  leave_session(model, std::move(session_id), HistoryState::loading);
}

void begin_reload(ChatModel& model) {
  model.history = HistoryState::loading;
  model.history_place = 0;
  model.history_error.reset();
}

std::optional<std::string> apply_page(ChatModel& model, const MessagePage& page) {
  if (page.session_id != model.session_id || model.history != HistoryState::loading)
    return std::nullopt;
  model.history_total = page.total;
  for (const Message& message : page.messages) merge(model, message);
  if (page.next && !page.messages.empty()) return page.next;
  drop_unconfirmed(model);
  model.history = HistoryState::ready;
  return std::nullopt;
}

void apply_history_error(ChatModel& model, const std::string& session_id, const Error& error) {
  if (session_id != model.session_id || model.history != HistoryState::loading) return;
  model.history = HistoryState::failed;
  model.history_error = error;
}

void apply_cleared(ChatModel& model, const std::string& session_id) {
  if (session_id != model.session_id) return;
  leave_session(model, session_id, HistoryState::ready);
}

void apply_clear_error(ChatModel& model, const std::string& session_id, const Error& error) {
  if (session_id == model.session_id) model.clear_error = error;
}

}  // namespace magic
