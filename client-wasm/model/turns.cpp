#include "client-wasm/model/turns.h"

#include <algorithm>
#include <string>
#include <utility>

namespace magic {
namespace {

template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

OutgoingTurn begin_turn(ChatModel& model, std::string text) {
  Message user;
  user.role = Role::user;
  user.text = std::move(text);
  user.mode = model.mode;
  user.provider = model.provider;

  Message answer = user;
  answer.role = Role::assistant;
  answer.text.clear();

  OutgoingTurn turn;
  turn.number = ++model.last_turn;
  turn.request.message = user.text;
  turn.request.mode = model.mode;
  turn.request.provider = model.provider;
  turn.request.session_id = model.session_id;
  turn.request.stream = true;

  add_entry(model, std::move(user), EntryState::sending);
  add_entry(model, std::move(answer), EntryState::waiting);
  model.turn = ActiveTurn{turn.number};
  return turn;
}

Entry& active_user(ChatModel& model) { return model.entries[model.entries.size() - 2]; }
Entry& active_answer(ChatModel& model) { return model.entries.back(); }

// The user's message never became part of the conversation: no answer, and the text stays at hand.
void end_unsent(ChatModel& model, Error error) {
  model.entries.pop_back();
  Entry& user = model.entries.back();
  user.state = EntryState::unsent;
  user.message.error = std::move(error);
  ++user.revision;
}

void fail(ChatModel& model, const ChatFailure& failure) {
  if (active_user(model).state == EntryState::sending) return end_unsent(model, failure.error);
  Entry& answer = active_answer(model);
  if (failure.message) {
    answer.message = *failure.message;
  } else {
    answer.message.status =
        failure.error.code == ErrorCode::network ? Ending::disconnected : Ending::upstream_error;
  }
  answer.message.error = failure.error;
  answer.state = EntryState::settled;
  ++answer.revision;
}

void stop(ChatModel& model) {
  if (active_user(model).state == EntryState::sending)
    return end_unsent(model, {ErrorCode::cancelled, "Stopped before the message was stored."});
  Entry& answer = active_answer(model);
  answer.message.status = Ending::cancelled;
  answer.state = EntryState::settled;
  ++answer.revision;
}

std::size_t index_of(const ChatModel& model, int entry_key) {
  const auto found = std::find_if(model.entries.begin(), model.entries.end(),
                                  [&](const Entry& entry) { return entry.key == entry_key; });
  return static_cast<std::size_t>(found - model.entries.begin());
}

bool can_start(const ChatModel& model) {
  return !model.turn && !model.clearing && model.link == Link::connected &&
         model.history != HistoryState::loading;
}

}  // namespace

std::optional<OutgoingTurn> send_draft(ChatModel& model) {
  if (send_block(model) != SendBlock::none) return std::nullopt;
  std::string text = std::move(model.draft);
  set_draft(model, {});
  return begin_turn(model, std::move(text));
}

bool can_retry(const ChatModel& model, const Entry& entry) {
  if (entry.state == EntryState::unsent) return true;
  // Only the last turn: an older one would be repeated out of its place in the conversation.
  return entry.state == EntryState::settled && entry.message.role == Role::assistant &&
         entry.message.status != Ending::completed && !model.entries.empty() &&
         model.entries.back().key == entry.key;
}

std::optional<OutgoingTurn> retry(ChatModel& model, int entry_key) {
  const std::size_t index = index_of(model, entry_key);
  if (index == model.entries.size() || !can_start(model)) return std::nullopt;
  const Entry& entry = model.entries[index];
  if (!can_retry(model, entry)) return std::nullopt;

  if (entry.state == EntryState::unsent) {
    std::string text = entry.message.text;
    model.entries.erase(model.entries.begin() + static_cast<std::ptrdiff_t>(index));
    return begin_turn(model, std::move(text));
  }
  if (index == 0 || model.entries[index - 1].message.role != Role::user) return std::nullopt;
  return begin_turn(model, model.entries[index - 1].message.text);
}

void take_back(ChatModel& model, int entry_key) {
  const std::size_t index = index_of(model, entry_key);
  if (index == model.entries.size() || model.entries[index].state != EntryState::unsent) return;
  std::string text = model.entries[index].message.text;
  if (!model.draft.empty()) text += "\n\n" + model.draft;
  model.entries.erase(model.entries.begin() + static_cast<std::ptrdiff_t>(index));
  set_draft(model, std::move(text));
}

std::optional<int> stop_turn(ChatModel& model) {
  if (!model.turn) return std::nullopt;
  model.turn->stopping = true;
  return model.turn->number;
}

void apply(ChatModel& model, int turn, const ChatEvent& event) {
  if (!model.turn || model.turn->number != turn) return;
  const bool ended = std::visit(overloaded{[&](const TurnStarted& e) {
                                             Entry& user = active_user(model);
                                             user.message = e.start.user_message;
                                             user.state = EntryState::settled;
                                             ++user.revision;
                                             Entry& answer = active_answer(model);
                                             answer.message.turn_id = e.start.user_message.turn_id;
                                             answer.message.provider = e.start.provider;
                                             answer.message.model = e.start.model;
                                             answer.context = e.start.context;
                                             ++answer.revision;
                                             return false;
                                           },
                                           [&](const ReasoningPiece& e) {
                                             Entry& answer = active_answer(model);
                                             answer.message.reasoning += e.text;
                                             ++answer.revision;
                                             return false;
                                           },
                                           [&](const TextPiece& e) {
                                             Entry& answer = active_answer(model);
                                             answer.message.text += e.text;
                                             answer.state = EntryState::streaming;
                                             ++answer.revision;
                                             return false;
                                           },
                                           [&](const TurnDone& e) {
                                             // A proxy that answers without a `context` event has
                                             // stored the message as well.
                                             active_user(model).state = EntryState::settled;
                                             ++active_user(model).revision;
                                             Entry& answer = active_answer(model);
                                             answer.message = e.answer.message;
                                             answer.context = e.answer.context;
                                             answer.state = EntryState::settled;
                                             ++answer.revision;
                                             return true;
                                           },
                                           [&](const TurnFailed& e) {
                                             fail(model, e.failure);
                                             return true;
                                           },
                                           [&](const TurnStopped&) {
                                             stop(model);
                                             return true;
                                           }},
                                event);
  if (ended) model.turn.reset();
}

}  // namespace magic
