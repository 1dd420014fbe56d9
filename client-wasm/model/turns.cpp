#include "client-wasm/model/turns.h"

#include <algorithm>
#include <string>
#include <utility>

#include "client-wasm/model/answers.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

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
  static_cast<LaneRequest&>(turn.request) = next_lane(model);
  turn.request.message = user.text;
  turn.request.session_id = model.session_id;
  turn.request.stream = true;

  add_entry(model, std::move(user), EntryState::sending);
  add_entry(model, std::move(answer), EntryState::waiting);
  model.turn = ActiveTurn{turn.number};
  return turn;
}

Entry& active_user(ChatModel& model) { return model.entries[model.entries.size() - 2]; }
Entry& active_answer(ChatModel& model) { return model.entries.back(); }

OutgoingTurn begin_replay(ChatModel& model) {
  Entry& answer = active_answer(model);
  ActiveTurn active{++model.last_turn};
  active.replaced = answer;
  model.turn = std::move(active);

  Message fresh;
  fresh.role = Role::assistant;
  fresh.turn_id = answer.message.turn_id;
  fresh.mode = model.mode;
  fresh.provider = model.provider;
  answer.message = std::move(fresh);
  answer.context.reset();
  answer.thinking_since_ms = 0;
  answer.thought_ms.reset();
  answer.reasoning_open = false;
  answer.state = EntryState::waiting;
  ++answer.revision;

  OutgoingTurn turn;
  turn.number = model.last_turn;
  turn.replay = OutgoingReplay{model.session_id, answer.message.turn_id, {}};
  ReplayRequest& request = turn.replay->request;
  static_cast<LaneChanges&>(request) = changes_of(next_lane(model));
  request.current = true;
  request.stream = true;
  return turn;
}

// ---- endings -----------------------------------------------------------------------------------

// The user's message never became part of the conversation: no answer, and the text stays at hand.
void end_unsent(ChatModel& model, Error error) {
  model.entries.pop_back();
  Entry& user = model.entries.back();
  user.state = EntryState::unsent;
  user.message.error = std::move(error);
  ++user.revision;
}

// No further answer came to be: the one before is back.
void end_unreplaced(ChatModel& model, Error error) {
  Entry& answer = active_answer(model);
  const int revision = answer.revision;
  answer = std::move(*model.turn->replaced);
  answer.revision = revision + 1;
  model.action_error = std::move(error);
}

void end_before_start(ChatModel& model, Error error) {
  if (model.turn->replaced)
    end_unreplaced(model, std::move(error));
  else
    end_unsent(model, std::move(error));
}

// The answer is stored.
void settle(ChatModel& model, const Message& stored, std::optional<ContextReport> context) {
  Entry& answer = active_answer(model);
  answer.state = EntryState::settled;
  ++answer.revision;
  std::optional<Entry>& replaced = model.turn->replaced;
  if (!replaced || replaced->message.id.empty()) {
    answer.message = stored;
    if (context) answer.context = std::move(context);
    return;
  }
  if (!context) context = std::move(answer.context);
  answer.message = std::move(replaced->message);
  answer.context = std::move(replaced->context);
  take_version(answer, stored, std::move(context));
  // One without a word does not count, so the one before it is still shown.
  if (answer.message.id != stored.id && stored.error) model.action_error = stored.error;
}

void fail(ChatModel& model, const ChatFailure& failure) {
  if (!model.turn->started) return end_before_start(model, failure.error);
  if (failure.message) {
    Message stored = *failure.message;
    stored.error = failure.error;
    return settle(model, stored, std::nullopt);
  }
  Entry& answer = active_answer(model);
  answer.message.status =
      failure.error.code == ErrorCode::network ? Ending::disconnected : Ending::upstream_error;
  answer.message.error = failure.error;
  answer.state = EntryState::settled;
  ++answer.revision;
}

void stop(ChatModel& model) {
  if (!model.turn->started)
    return end_before_start(model, {ErrorCode::cancelled, say(Word::stopped_before_begun)});
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

bool can_regenerate(const ChatModel& model, const Entry& entry) {
  // Only the last turn: what was said after an older answer would not follow from it any more.
  const std::size_t count = model.entries.size();
  if (count < 2 || model.entries.back().key != entry.key) return false;
  const Message& question = model.entries[count - 2].message;
  return entry.state == EntryState::settled && entry.message.role == Role::assistant &&
         question.role == Role::user && !question.id.empty() &&
         question.turn_id == entry.message.turn_id;
}

std::optional<OutgoingTurn> regenerate(ChatModel& model, int entry_key) {
  const std::size_t index = index_of(model, entry_key);
  if (index == model.entries.size() || !can_start(model) ||
      !can_regenerate(model, model.entries[index]))
    return std::nullopt;
  return begin_replay(model);
}

bool can_retry(const ChatModel& model, const Entry& entry) {
  if (entry.state == EntryState::unsent) return true;
  return entry.message.status != Ending::completed && can_regenerate(model, entry);
}

std::optional<OutgoingTurn> retry(ChatModel& model, int entry_key) {
  const std::size_t index = index_of(model, entry_key);
  if (index == model.entries.size() || !can_start(model)) return std::nullopt;
  const Entry& entry = model.entries[index];
  if (!can_retry(model, entry)) return std::nullopt;
  if (entry.state != EntryState::unsent) return regenerate(model, entry_key);
  std::string text = entry.message.text;
  model.entries.erase(model.entries.begin() + static_cast<std::ptrdiff_t>(index));
  return begin_turn(model, std::move(text));
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

namespace {

// What each event changes; true when it was the last one of its turn.
class Change {
 public:
  Change(ChatModel& model, std::int64_t now_ms) : model_(model), now_ms_(now_ms) {}

  bool operator()(const TurnQueued& e) {
    active_answer(model_).turns_ahead = e.ahead;
    ++active_answer(model_).revision;
    return false;
  }
  bool operator()(const TurnStarted& e) {
    model_.turn->started = true;
    take_question(e.start.user_message);
    Entry& answer = active_answer(model_);
    answer.message.turn_id = e.start.user_message.turn_id;
    answer.message.provider = e.start.provider;
    answer.message.model = e.start.model;
    answer.context = e.start.context;
    answer.turns_ahead = 0;
    ++answer.revision;
    return false;
  }
  bool operator()(const ReasoningPiece& e) {
    Entry& answer = active_answer(model_);
    if (answer.thinking_since_ms == 0) answer.thinking_since_ms = now_ms_;
    answer.message.reasoning += e.text;
    ++answer.revision;
    return false;
  }
  bool operator()(const TextPiece& e) {
    Entry& answer = active_answer(model_);
    end_thinking(answer);
    answer.message.text += e.text;
    answer.state = EntryState::streaming;
    ++answer.revision;
    return false;
  }
  bool operator()(const TurnDone& e) {
    // A proxy that answers without a `context` event has stored the message as well.
    active_user(model_).state = EntryState::settled;
    ++active_user(model_).revision;
    settle(model_, e.answer.message, e.answer.context);
    return true;
  }
  bool operator()(const TurnFailed& e) {
    fail(model_, e.failure);
    return true;
  }
  bool operator()(const TurnStopped&) {
    stop(model_);
    return true;
  }

 private:
  void end_thinking(Entry& answer) const {
    if (answer.thinking_since_ms > 0 && !answer.thought_ms)
      answer.thought_ms = now_ms_ - answer.thinking_since_ms;
  }

  void take_question(const Message& stored) {
    Entry& user = active_user(model_);
    if (user.state == EntryState::settled && user.message == stored) return;
    user.message = stored;
    user.state = EntryState::settled;
    ++user.revision;
  }

  ChatModel& model_;
  std::int64_t now_ms_;
};

}  // namespace

void apply(ChatModel& model, int turn, const ChatEvent& event, std::int64_t now_ms) {
  if (!model.turn || model.turn->number != turn) return;
  if (std::visit(Change(model, now_ms), event)) model.turn.reset();
}

}  // namespace magic
