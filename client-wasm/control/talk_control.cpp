#include "client-wasm/control/talk_control.h"

#include <algorithm>

#include "client-wasm/api/talk_calls.h"
#include "client-wasm/model/answers.h"
#include "client-wasm/model/editing.h"
#include "client-wasm/model/locality.h"

namespace magic {

void TalkControl::perform(const TalkAction& wanted) {
  ChatModel& chat = context_.chat;
  chat.action_error.reset();
  if (const auto* show = std::get_if<action::ShowAnswer>(&wanted)) {
    show_answer(*show);
  } else if (const auto* again = std::get_if<action::Regenerate>(&wanted)) {
    if (const auto turn = regenerate(chat, again->entry_key)) start_turn_(*turn);
  } else if (const auto* fold = std::get_if<action::UnfoldReasoning>(&wanted)) {
    for (Entry& entry : chat.entries)
      if (entry.key == fold->entry_key) {
        entry.reasoning_open = fold->open;
        ++entry.revision;
      }
  } else if (std::holds_alternative<action::EditLast>(wanted)) {
    begin_edit(chat);
  } else if (std::holds_alternative<action::CancelEdit>(wanted)) {
    cancel_edit(chat);
  } else if (const auto* options = std::get_if<action::ChangeOptions>(&wanted)) {
    chat.options = options->options;
  } else if (std::holds_alternative<action::LoadModels>(wanted)) {
    load_models();
  } else if (const auto* lock = std::get_if<action::LockToLocal>(&wanted)) {
    lock_to_local(lock->locked);
  } else if (const auto* answer = std::get_if<action::AnswerCloudQuestion>(&wanted)) {
    if (answer_cloud_question(chat, answer->unlock)) lock_to_local(false);
  }
}

int TalkControl::tick() {
  const ChatModel& chat = context_.chat;
  if (chat.link != Link::connected || !chat.health.store_available) {
    known_session_.clear();  // asked again once both are back
    return -1;
  }
  if (!asked_models_) load_models();
  if (chat.session_id != known_session_ && chat.history == HistoryState::ready) ask_session();
  return -1;
}

// ---- answers -----------------------------------------------------------------------------------

void TalkControl::show_answer(const action::ShowAnswer& wanted) {
  ChatModel& chat = context_.chat;
  const auto choice = choose_version(chat, wanted.entry_key, wanted.index);
  if (!choice) return;
  choose_answer(context_.api, chat.session_id, choice->turn_id, choice->answer_id,
                [this, session = chat.session_id](const Status& status) {
                  if (status.ok() || session != context_.chat.session_id) return;
                  context_.chat.action_error = status.error();
                  context_.reload_history();  // which of them counts is known to the proxy
                  context_.changed();
                });
}

// ---- sending -----------------------------------------------------------------------------------

void TalkControl::send() {
  ChatModel& chat = context_.chat;
  chat.action_error.reset();
  if (chat.edit) {
    if (send_block(chat) == SendBlock::none) delete_then_send(begin_replacing(chat));
  } else if (const auto turn = send_draft(chat)) {
    start_turn_(*turn);
  }
}

void TalkControl::delete_then_send(std::vector<std::string> message_ids) {
  ChatModel& chat = context_.chat;
  if (message_ids.empty()) {
    end_replacing(chat);
    if (const auto turn = send_draft(chat)) start_turn_(*turn);
    context_.changed();
    return;
  }
  const std::string id = message_ids.front();
  message_ids.erase(message_ids.begin());
  delete_message(
      context_.api, chat.session_id, id,
      [this, id, session = chat.session_id, rest = std::move(message_ids)](const Status& status) {
        if (session != context_.chat.session_id || !context_.chat.edit) return;
        // What somebody else has deleted is as gone as it should be.
        if (!status.ok() && status.error().code != ErrorCode::not_found) {
          apply_replace_error(context_.chat, session, status.error());
          return context_.changed();
        }
        apply_deleted(context_.chat, session, id);
        delete_then_send(rest);
      });
}

// ---- the session -------------------------------------------------------------------------------

void TalkControl::lock_to_local(bool locked) {
  ChatModel& chat = context_.chat;
  apply_local_only(chat, chat.session_id, locked);
  const auto store = [this, locked, session = chat.session_id] {
    set_local_only(context_.api, session, locked, [this, locked, session](const Status& status) {
      if (!status.ok()) take_back_lock(session, !locked, status.error());
    });
  };
  if (stored_messages(chat) > 0) return store();
  // A new chat is nowhere yet.
  create_session(context_.api, chat.session_id,
                 [this, store, locked, session = chat.session_id](const Status& status) {
                   if (status.ok() || status.error().code == ErrorCode::conflict) return store();
                   take_back_lock(session, !locked, status.error());
                 });
}

// A lock that is not kept must not look like one; one that still is, must.
void TalkControl::take_back_lock(const std::string& session_id, bool locked, const Error& error) {
  if (session_id != context_.chat.session_id) return;
  apply_local_only(context_.chat, session_id, locked);
  context_.chat.action_error = error;
  context_.changed();
}

void TalkControl::ask_session() {
  const ChatModel& chat = context_.chat;
  known_session_ = chat.session_id;
  const auto take = [this, session = chat.session_id](const Result<SessionInfo>& info) {
    // A new chat is stored nowhere, and so it is not locked.
    if (!info.ok()) return;
    apply_local_only(context_.chat, session, info.value().local_only);
    context_.changed();
  };
  if (stored_messages(chat) > 0)
    session_info(context_.api, chat.session_id, take);
  else
    find_session(context_.api, chat.session_id, take);
}

void TalkControl::load_models() {
  if (asking_models_) return;
  asking_models_ = asked_models_ = true;
  list_models(context_.api, [this](const Result<std::vector<ModelInfo>>& models) {
    asking_models_ = false;
    if (!models.ok()) return;
    context_.chat.models = models.value();
    context_.changed();
  });
}

}  // namespace magic
