#include "client-wasm/control/inspector_control.h"

#include <algorithm>

#include "client-wasm/api/inspector_calls.h"

namespace magic {

void InspectorControl::perform(const InspectorAction& wanted) {
  if (const auto* show = std::get_if<action::ShowInspector>(&wanted)) {
    model_.open = show->open;
  } else if (const auto* turn = std::get_if<action::InspectTurn>(&wanted)) {
    inspect_turn(model_, context_.chat, turn->turn_id, turn->answer_id);
  } else if (const auto* message = std::get_if<action::UnfoldMessage>(&wanted)) {
    model_.message_id = message->message_id;
    model_.change_error.reset();
  } else if (const auto* marks = std::get_if<action::MarkMessage>(&wanted)) {
    mark(*marks);
  } else if (const auto* gone = std::get_if<action::DeleteMessage>(&wanted)) {
    erase(gone->message_id);
  } else if (const auto* without = std::get_if<action::AskWithout>(&wanted)) {
    ask_without(without->message_id);
  } else if (const auto* answer = std::get_if<action::ChooseAnswer>(&wanted)) {
    choose(answer->answer_id);
  } else if (std::holds_alternative<action::ReadTurnAgain>(wanted)) {
    model_.asked = {};
  } else if (const auto* time = std::get_if<action::ShowTimeLeft>(&wanted)) {
    time_is_visible_ = time->visible;
  }
  context_.changed();  // and so a tick comes, which reads what is needed now
}

int InspectorControl::tick() {
  if (session_id_ != context_.chat.session_id) {
    session_id_ = context_.chat.session_id;
    expires_.reset();
    leave_session(model_);
  }
  if (!model_.open) return -1;
  follow_chat();
  return count_time_left();
}

void InspectorControl::follow_chat() {
  const std::optional<TurnVersion> version = turn_to_read(model_, context_.chat);
  if (!version) return;
  begin_read(model_, *version);
  context_.changed();
  read_turn(context_.api, version->session_id, version->turn_id,
            [this, version = *version](const Result<TurnRecord>& record) {
              apply_record(model_, version, record);
              context_.changed();
            });
  read_time_left();
}

// ---- how long the session lasts -----------------------------------------------------------------

void InspectorControl::read_time_left() {
  read_session(context_.api, session_id_,
               [this, session_id = session_id_](const Result<SessionInfo>& info) {
                 if (session_id != session_id_ || !info.ok()) return;
                 expires_ = Clock::now() + std::chrono::seconds(info.value().ttl_seconds);
                 model_.seconds_left = info.value().ttl_seconds;
                 model_.redis_key = info.value().redis_key;
                 context_.changed();
               });
}

int InspectorControl::count_time_left() {
  if (!expires_ || !time_is_visible_) return -1;
  const auto left = std::max(*expires_ - Clock::now(), Clock::duration::zero());
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
  if (model_.seconds_left != seconds.count()) {
    model_.seconds_left = seconds.count();
    context_.changed();
  }
  if (seconds.count() == 0) return -1;
  // When the second that is shown is over.
  const auto rest =
      std::chrono::ceil<std::chrono::milliseconds>(left - seconds + std::chrono::seconds(1));
  return static_cast<int>(rest.count()) + 1;
}

// ---- what changes what is stored ----------------------------------------------------------------

ProxyApi::OnStatus InspectorControl::after_change() {
  model_.changing = true;
  model_.change_error.reset();
  context_.chat.action_error.reset();
  return [this, session_id = session_id_](const Status& status) {
    if (session_id != session_id_) return;
    model_.changing = false;
    if (status.ok())
      read_all_again();
    else if (model_.open)
      model_.change_error = status.error();
    else  // asked for by a message's menu
      context_.chat.action_error = status.error();
    context_.changed();
  };
}

// A record changes with what is stored: the request of a deleted message cannot be made again.
void InspectorControl::read_all_again() {
  model_.asked = {};
  context_.reload_history();
}

void InspectorControl::mark(const action::MarkMessage& wanted) {
  mark_message(context_.api, session_id_, wanted.message_id, wanted.marks, after_change());
}

void InspectorControl::erase(const std::string& message_id) {
  delete_message(context_.api, session_id_, message_id, after_change());
}

void InspectorControl::choose(const std::string& answer_id) {
  const ShownTurn shown = shown_turn(model_, context_.chat);
  choose_answer(context_.api, session_id_, shown.turn_id, answer_id, after_change());
}

void InspectorControl::ask_without(const std::string& message_id) {
  const std::optional<OutgoingWhatIf> replay = begin_what_if(model_, context_.chat, message_id);
  if (!replay) return;
  replay_turn(context_.api, session_id_, replay->turn_id, replay->request,
              [this, message_id, session_id = session_id_](const Result<ChatAnswer>& answer) {
                if (session_id != session_id_) return;
                apply_what_if(model_, message_id, answer);
                if (answer.ok()) read_all_again();
                context_.changed();
              });
}

}  // namespace magic
