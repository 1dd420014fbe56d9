#include "client-wasm/model/live.h"

#include <algorithm>
#include <utility>

#include "client-wasm/model/answers.h"

namespace magic {
namespace {

using Kind = SessionEvent::Kind;
using Place = std::vector<Entry>::iterator;

// The entries of a turn under way are its own; they stand last.
Place end_of_others(ChatModel& model) { return model.entries.end() - (model.turn ? 2 : 0); }

bool is_own(const ChatModel& model, const std::string& turn_id) {
  return model.turn && !turn_id.empty() && model.entries.back().message.turn_id == turn_id;
}

bool is_known(const ChatModel& model, const std::string& turn_id) {
  return std::any_of(model.entries.begin(), model.entries.end(),
                     [&](const Entry& entry) { return entry.message.turn_id == turn_id; });
}

bool holds(const Entry& entry, const std::string& id) {
  if (id.empty()) return false;
  return entry.message.id == id ||
         std::any_of(entry.versions.begin(), entry.versions.end(),
                     [&](const AnswerVersion& version) { return version.message.id == id; });
}

// The entry that shows the message, or another answer to the same question.
Place find_id(ChatModel& model, const std::string& id) {
  return std::find_if(model.entries.begin(), model.entries.end(),
                      [&](const Entry& entry) { return holds(entry, id); });
}

Place find_answer(ChatModel& model, const std::string& turn_id, int attempt) {
  return std::find_if(model.entries.begin(), model.entries.end(), [&](const Entry& entry) {
    return entry.message.role == Role::assistant && entry.message.turn_id == turn_id &&
           entry.message.attempt == attempt;
  });
}

// What was sent from here, but whose confirmation was lost.
Place find_unsent(ChatModel& model, const Message& stored) {
  return std::find_if(model.entries.begin(), model.entries.end(), [&](const Entry& entry) {
    return stored.role == Role::user && entry.state == EntryState::unsent &&
           entry.message.text == stored.text;
  });
}

// Before what is not stored, and in the order of ids; an empty id is one that is about to be stored.
Entry& insert(ChatModel& model, Message message, EntryState state) {
  Place place = end_of_others(model);
  while (place != model.entries.begin()) {
    const Entry& before = *std::prev(place);
    const bool comes_later = !message.id.empty() && before.message.id > message.id;
    if (before.state != EntryState::unsent && !comes_later) break;
    --place;
  }
  Entry entry;
  entry.key = ++model.last_key;
  entry.state = state;
  entry.message = std::move(message);
  return *model.entries.insert(place, std::move(entry));
}

Place find_stored_answer(ChatModel& model, const std::string& turn_id) {
  return std::find_if(model.entries.begin(), model.entries.end(), [&](const Entry& entry) {
    return entry.message.role == Role::assistant && !entry.message.id.empty() &&
           entry.message.turn_id == turn_id;
  });
}

// One of several answers to a question.
LiveOutcome take_answer(Entry& entry, const Message& stored) {
  const auto known =
      std::find_if(entry.versions.begin(), entry.versions.end(),
                   [&](const AnswerVersion& version) { return version.message.id == stored.id; });
  if (known != entry.versions.end() && known->message == stored) return LiveOutcome::unchanged;
  take_version(entry, stored, std::nullopt);
  return LiveOutcome::changed;
}

// While it was being written, a further answer stood at a place of its own.
void drop_pieces_of(ChatModel& model, const Message& stored) {
  const Place end = end_of_others(model);
  model.entries.erase(std::remove_if(model.entries.begin(), end,
                                     [&](const Entry& entry) {
                                       const Message& pieces = entry.message;
                                       return pieces.role == Role::assistant && pieces.id.empty() &&
                                              pieces.turn_id == stored.turn_id &&
                                              pieces.attempt == stored.attempt;
                                     }),
                      end);
}

LiveOutcome take_stored(ChatModel& model, const Message& stored) {
  if (stored.role == Role::assistant) {
    const Place answer = find_stored_answer(model, stored.turn_id);
    const bool is_further = answer != model.entries.end() &&
                            (!answer->versions.empty() || answer->message.id != stored.id);
    if (is_further) {
      const LiveOutcome outcome = take_answer(*answer, stored);
      drop_pieces_of(model, stored);
      return outcome;
    }
  }
  Place place = find_id(model, stored.id);
  if (place == model.entries.end() && stored.role == Role::assistant)
    place = find_answer(model, stored.turn_id, stored.attempt);
  if (place == model.entries.end()) place = find_unsent(model, stored);
  if (place == model.entries.end()) {
    insert(model, stored, EntryState::settled);
    return LiveOutcome::changed;
  }
  if (place->message == stored && place->state == EntryState::settled)
    return LiveOutcome::unchanged;
  place->message = stored;
  place->state = EntryState::settled;
  ++place->revision;
  return LiveOutcome::changed;
}

LiveOutcome take_piece(ChatModel& model, const SessionEvent& event) {
  Place place = find_answer(model, event.turn_id, event.attempt);
  if (place != model.entries.end() && place->state == EntryState::settled)
    return LiveOutcome::unchanged;
  if (place == model.entries.end()) {
    Message answer;
    for (const Entry& entry : model.entries)  // its question says how it is asked
      if (entry.message.turn_id == event.turn_id) answer = entry.message;
    answer.id.clear();
    answer.turn_id = event.turn_id;
    answer.role = Role::assistant;
    answer.attempt = event.attempt;
    answer.text.clear();
    answer.reasoning.clear();
    answer.pinned = answer.excluded = false;
    const int key = insert(model, std::move(answer), EntryState::waiting).key;
    place = std::find_if(model.entries.begin(), model.entries.end(),
                         [key](const Entry& entry) { return entry.key == key; });
  }
  if (event.kind == Kind::delta) {
    place->message.text += event.text;
    place->state = EntryState::streaming;
  } else {
    place->message.reasoning += event.text;
  }
  ++place->revision;
  return LiveOutcome::changed;
}

LiveOutcome take_mark(ChatModel& model, const Message& stored) {
  const Place place = find_id(model, stored.id);
  if (place == model.entries.end()) return LiveOutcome::unchanged;
  if (!place->versions.empty()) return take_answer(*place, stored);
  if (place->message == stored) return LiveOutcome::unchanged;
  place->message = stored;
  ++place->revision;
  return LiveOutcome::changed;
}

LiveOutcome take_deletion(ChatModel& model, const std::string& message_id) {
  const Place place = find_id(model, message_id);
  if (place == model.entries.end() || place >= end_of_others(model)) return LiveOutcome::unchanged;
  if (place->versions.empty())
    model.entries.erase(place);
  else
    remove_version(*place, message_id);
  return LiveOutcome::changed;
}

LiveOutcome take_choice(ChatModel& model, const SessionEvent& event) {
  const Place place = find_id(model, event.message_id);
  return place != model.entries.end() && count_version(*place, event.message_id)
             ? LiveOutcome::changed
             : LiveOutcome::unchanged;
}

// What was never stored stays, and so does the turn under way.
LiveOutcome take_emptying(ChatModel& model) {
  const Place end = end_of_others(model);
  const Place kept = std::remove_if(model.entries.begin(), end, [](const Entry& entry) {
    return entry.state != EntryState::unsent;
  });
  if (kept == end) return LiveOutcome::unchanged;
  model.entries.erase(kept, end);
  model.history_total = 0;
  return LiveOutcome::changed;
}

// An answer that others' pieces have begun: nobody will tell the rest.
LiveOutcome take_loss(ChatModel& model) {
  const Place end = end_of_others(model);
  model.entries.erase(std::remove_if(model.entries.begin(), end,
                                     [](const Entry& entry) {
                                       return entry.state == EntryState::waiting ||
                                              entry.state == EntryState::streaming;
                                     }),
                      end);
  return LiveOutcome::reload;
}

bool cannot_be_told_yet(const ChatModel& model, const SessionEvent& event) {
  if (event.kind == Kind::missed || event.kind == Kind::session) return false;
  if (model.history == HistoryState::loading) return true;
  const bool own_id_unknown = model.turn && model.entries.back().message.turn_id.empty();
  return own_id_unknown && !event.turn_id.empty() && !is_known(model, event.turn_id);
}

}  // namespace

LiveOutcome apply_live(ChatModel& model, const SessionEvent& event) {
  if (cannot_be_told_yet(model, event)) return LiveOutcome::later;
  const bool own = is_own(model, event.turn_id);
  switch (event.kind) {
    case Kind::message:
      return own ? LiveOutcome::unchanged : take_stored(model, event.message);
    case Kind::delta:
    case Kind::reasoning:
      return own ? LiveOutcome::unchanged : take_piece(model, event);
    case Kind::marked:
      return take_mark(model, event.message);
    case Kind::deleted:
      return take_deletion(model, event.message_id);
    case Kind::chosen:
      return take_choice(model, event);
    case Kind::cleared:
    case Kind::expired:
      return take_emptying(model);
    case Kind::missed:
      return take_loss(model);
    case Kind::session:
    case Kind::unknown:
      break;
  }
  return LiveOutcome::unchanged;
}

std::string last_stored_id(const ChatModel& model) {
  for (auto entry = model.entries.rbegin(); entry != model.entries.rend(); ++entry)
    if (!entry->message.id.empty()) return entry->message.id;
  return {};
}

}  // namespace magic
