#include "client-wasm/model/editing.h"
#include "client-wasm/words/say.h"

#include <algorithm>
#include <utility>

namespace magic {

const Entry* editable_entry(const ChatModel& model) {
  if (model.turn || model.clearing || model.edit || model.history == HistoryState::loading)
    return nullptr;
  for (auto entry = model.entries.rbegin(); entry != model.entries.rend(); ++entry)
    if (entry->message.role == Role::user && entry->state == EntryState::settled)
      return entry->message.id.empty() ? nullptr : &*entry;
  return nullptr;
}

void begin_edit(ChatModel& model) {
  const Entry* entry = editable_entry(model);
  if (entry == nullptr) return;
  model.edit = Edit{entry->message.turn_id, model.draft};
  set_draft(model, entry->message.text);
}

void cancel_edit(ChatModel& model) {
  if (!model.edit || model.edit->deleting) return;
  set_draft(model, std::move(model.edit->draft_before));
  model.edit.reset();
}

std::vector<std::string> begin_replacing(ChatModel& model) {
  if (!model.edit || send_block(model) != SendBlock::none) return {};
  std::vector<std::string> ids, questions;
  for (const Entry& entry : model.entries) {
    if (entry.message.turn_id != model.edit->turn_id) continue;
    if (entry.message.role == Role::user) {
      questions.push_back(entry.message.id);
    } else if (entry.versions.empty()) {
      ids.push_back(entry.message.id);
    } else {
      for (const AnswerVersion& version : entry.versions) ids.push_back(version.message.id);
    }
  }
  ids.insert(ids.end(), questions.begin(), questions.end());
  ids.erase(std::remove(ids.begin(), ids.end(), std::string()), ids.end());
  model.edit->deleting = true;
  return ids;
}

void apply_deleted(ChatModel& model, const std::string& session_id, const std::string& message_id) {
  if (session_id != model.session_id) return;
  model.entries.erase(
      std::remove_if(model.entries.begin(), model.entries.end(),
                     [&](const Entry& entry) { return entry.message.id == message_id; }),
      model.entries.end());
}

void apply_replace_error(ChatModel& model, const std::string& session_id, const Error& error) {
  if (session_id != model.session_id || !model.edit) return;
  model.edit->deleting = false;
  model.action_error = Error{error.code, say(Word::replace_failed, {error.message})};
}

void end_replacing(ChatModel& model) {
  if (!model.edit) return;
  const std::string turn_id = model.edit->turn_id;
  // An answer of which the end was not heard has no id to be deleted by.
  model.entries.erase(
      std::remove_if(model.entries.begin(), model.entries.end(),
                     [&](const Entry& entry) { return entry.message.turn_id == turn_id; }),
      model.entries.end());
  model.edit.reset();
}

}  // namespace magic
