#include "client-wasm/control/compare_control.h"

#include <algorithm>
#include <string>
#include <utility>

#include "client-wasm/api/compare_calls.h"
#include "client-wasm/model/compare_lanes.h"

namespace magic {

void CompareControl::perform(const CompareAction& wanted) {
  if (const auto* show = std::get_if<action::ShowCompare>(&wanted)) {
    model_.open = show->open;
    if (show->open) open();
  } else if (const auto* preset = std::get_if<action::ChooseLanes>(&wanted)) {
    choose_lanes(model_, context_.chat, preset->preset);
  } else if (std::holds_alternative<action::AddLane>(wanted)) {
    add_lane(model_);
  } else if (const auto* gone = std::get_if<action::RemoveLane>(&wanted)) {
    remove_lane(model_, gone->slot);
  } else if (const auto* change = std::get_if<action::ChangeLane>(&wanted)) {
    change_lane(model_, change->slot, change->changes);
  } else if (const auto* question = std::get_if<action::ChangeQuestion>(&wanted)) {
    model_.draft = question->text;
  } else if (std::holds_alternative<action::AskLanes>(wanted)) {
    ask();
  } else if (std::holds_alternative<action::StopLanes>(wanted)) {
    stop();
  } else if (const auto* chosen = std::get_if<action::GoOnWith>(&wanted)) {
    go_on_with(chosen->slot);
  }
  context_.changed();
}

// Whoever opens another session wants to see that one.
int CompareControl::tick() {
  if (model_.session_id != context_.chat.session_id) {
    hang_up();
    if (!model_.session_id.empty()) model_.open = false;
    enter_session(model_, context_.chat.session_id);
    context_.changed();
  }
  return -1;
}

void CompareControl::open() {
  if (model_.lanes.empty()) choose_lanes(model_, context_.chat, ComparePreset::off_on);
  list_models(context_.api, [this](const Result<std::vector<ModelInfo>>& models) {
    if (!models) return;  // the configured ones can be chosen all the same
    model_.models = models.value();
    context_.changed();
  });
}

void CompareControl::ask() {
  const auto outgoing = begin_comparison(model_, context_.chat);
  if (!outgoing) return;
  const int number = outgoing->number;
  CompareHandlers handlers;
  handlers.on_lane = [this, number](int lane, const ChatEvent& event) {
    apply(model_, number, lane, event);
    context_.changed();
  };
  handlers.on_queued = [this, number](int ahead) {
    apply_queued(model_, number, ahead);
    context_.changed();
  };
  handlers.on_end = [this, number](const std::optional<Error>& error) {
    const bool is_this_one = model_.running && model_.running->number == number;
    end_comparison(model_, number, error);
    if (!is_this_one) return;
    request_.reset();
    context_.reload_history();  // the chat has it too
    context_.changed();
  };
  request_ = compare(context_.api, outgoing->request, std::move(handlers));
}

// As for a turn of the chat: the proxy ends it, so that it is stored as cancelled; where it does
// not know of it yet, or cannot be asked, hanging up must do.
void CompareControl::stop() {
  if (!model_.running || !request_) return;
  const bool is_second_time = std::exchange(model_.running->stopping, true);
  if (is_second_time || model_.turn_id.empty()) return context_.api.stop(*request_);
  context_.api.cancel_turn(model_.session_id, model_.turn_id,
                           [this, request = *request_](const Status& status) {
                             if (!status.ok() && request_ == request) context_.api.stop(request);
                           });
}

void CompareControl::go_on_with(int slot) {
  const auto lane = std::find_if(model_.lanes.begin(), model_.lanes.end(),
                                 [&](const CompareLane& each) { return each.slot == slot; });
  if (lane == model_.lanes.end() || lane->answer.id.empty() || model_.running || model_.choosing)
    return;
  model_.choosing = slot;
  model_.refusal.reset();
  choose_answer(context_.api, model_.session_id, model_.turn_id, lane->answer.id,
                [this, session = model_.session_id](const Status& status) {
                  if (session != model_.session_id) return;
                  model_.choosing.reset();
                  if (status.ok()) {
                    model_.open = false;
                    context_.reload_history();
                  } else {
                    model_.refusal = status.error();
                  }
                  context_.changed();
                });
}

void CompareControl::hang_up() {
  if (request_) context_.api.stop(*request_);
  request_.reset();
}

}  // namespace magic
