#include "proxy/chat/turn_runner.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "proxy/base/mutex.h"
#include "proxy/base/random_id.h"
#include "proxy/chat/lane_runner.h"
#include "proxy/chat/lost_turns.h"
#include "proxy/chat/session_title.h"
#include "proxy/chat/turn_recipe_json.h"

namespace magic {
namespace {

class TurnRunner final : public TurnRun {
 public:
  TurnRunner(ChatParts& parts, TurnRequest request, std::string session_id, std::vector<Lane> lanes,
             std::unique_ptr<TurnQueue::Place> place)
      : parts_(parts),
        request_(std::move(request)),
        place_(std::move(place)),
        lanes_(std::move(lanes)),
        tokens_(lanes_.size()),
        ran_(lanes_.size(), false) {
    inputs_.session_id = std::move(session_id);
    inputs_.request_id = request_.caller.request_id;
    inputs_.meter = request_.caller.meter;
    inputs_.without = request_.without;
    inputs_.stream = request_.stream;
    inputs_.accepted_ms = parts_.clock.monotonic_ms();
  }

  ~TurnRunner() override {
    cancel_->set_hook({});
    if (!begun_) return;
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      if (!ran_[i] && !known_answer(i)) abandon_lane(parts_, inputs_, lanes_[i]);
    leave_line();
  }

  int ahead() const override { return place_->ahead(); }
  std::size_t lanes() const override { return lanes_.size(); }
  const TurnStart& start(std::size_t lane) const override { return lanes_[lane].start; }
  std::shared_ptr<CancelToken> token() override { return cancel_; }

  Status begin(const std::function<void(int)>& on_ahead) override;
  LaneResult run(std::size_t lane, LaneSink& sink) override;

 private:
  void let_be_stopped(const std::string& turn_id);
  Status read_past(const std::optional<std::string>& before);
  Status ask();
  Status ask_again(const QuestionStored& stored);
  Status replay();
  std::int64_t stored_then(const StoredTurn& turn) const;
  void plan();
  const Message* known_answer(std::size_t lane) const;
  void end_lane(std::size_t lane, Message& answer);
  bool choose_current() MAGIC_REQUIRES(mutex_);
  void leave_line();

  ChatParts& parts_;
  const TurnRequest request_;
  std::unique_ptr<TurnQueue::Place> place_;
  std::vector<Lane> lanes_;
  TurnInputs inputs_;
  std::vector<CancelToken> tokens_;       // one a lane; all follow cancel_
  std::map<int, Message> known_answers_;  // of a repeated question, by attempt
  bool current_has_text_ = false;         // before this run
  bool begun_ = false;
  const std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();
  std::optional<RunningTurns::Entry> running_;

  Mutex mutex_;
  std::vector<bool> ran_ MAGIC_GUARDED_BY(mutex_);
  std::size_t ended_ MAGIC_GUARDED_BY(mutex_) = 0;
  // The lowest lane that has text, and the id of its answer.
  std::size_t first_lane_ MAGIC_GUARDED_BY(mutex_) = 0;
  std::string first_with_text_ MAGIC_GUARDED_BY(mutex_);
};

// ---- beginning ---------------------------------------------------------------------------------

Status TurnRunner::begin(const std::function<void(int)>& on_ahead) {
  Status begun = place_->wait(*cancel_, parts_.options.queue_timeout_ms, on_ahead);
  if (begun) {
    inputs_.queued_ms = parts_.clock.monotonic_ms() - inputs_.accepted_ms;
    begun = request_.replay_of.empty() ? ask() : replay();
  }
  if (!begun) {
    running_.reset();
    place_.reset();
    if (const std::optional<Error> told = cancel_->error()) return *told;
    return begun;
  }
  begun_ = true;
  // The reason is not passed on, because a hook must not ask its token; run() puts it right.
  cancel_->set_hook([this] {
    for (CancelToken& token : tokens_) token.cancel(Ending::cancelled);
  });
  return success();
}

// Before anybody hears of the turn: who watches the session may stop it at once.
void TurnRunner::let_be_stopped(const std::string& turn_id) {
  running_.emplace(parts_.running, inputs_.session_id, turn_id, *cancel_);
}

// As much as the largest window of its lanes can hold.
Status TurnRunner::read_past(const std::optional<std::string>& before) {
  std::size_t most = 0;
  for (const Lane& lane : lanes_)
    most = std::max(most, history_bytes_for(plan_request(lane, inputs_)));
  Result<StoredMemory> past = parts_.store->read_memory(inputs_.session_id, most, before);
  if (!past) return past.error();
  inputs_.past = std::move(past).value();
  return success();
}

// A new question: what is known so far is read first, so that nothing is stored when that fails.
Status TurnRunner::ask() {
  if (const Status read = read_past(std::nullopt); !read) return read;
  const Result<bool> mended = mend_turn_before(parts_, inputs_.session_id, inputs_.past, request_);
  if (!mended) return mended.error();
  if (mended.value())
    if (const Status read = read_past(std::nullopt); !read) return read;
  Message& question = inputs_.question;
  question.turn_id = new_turn_id();
  question.role = Role::user;
  question.text = request_.message;
  question.mode = lanes_[0].request.mode;
  question.provider = lanes_[0].request.provider;
  question.model = lanes_[0].with.status.model;
  question.created_at_ms = parts_.clock.wall_ms();

  let_be_stopped(question.turn_id);
  const Result<QuestionStored> stored = parts_.store->append_question(
      inputs_.session_id, {.message = question,
                           .client_message_id = request_.client_message_id.value_or(""),
                           .title = title_from(question.text),
                           .owner = request_.caller.owner,
                           .attempts = static_cast<int>(lanes_.size())});
  if (!stored) return stored.error();
  inputs_.stored_messages = stored.value().message_count;
  if (stored.value().was_known) return ask_again(stored.value());
  question.id = stored.value().id;
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].attempt = static_cast<int>(i);
  plan();
  return success();
}

// The same client_message_id once more: what was answered then is the answer now; what was never
// answered is answered now.
Status TurnRunner::ask_again(const QuestionStored& stored) {
  const std::string& session_id = inputs_.session_id;
  const Result<StoredTurn> turn = parts_.store->read_turn(session_id, stored.turn_id);
  if (!turn) return turn.error();
  std::vector<std::string> ids{turn.value().question_id};
  for (const StoredAttempt& answer : turn.value().answers) ids.push_back(answer.answer_id);
  Result<std::vector<Message>> messages = parts_.store->read_messages(session_id, ids);
  if (!messages) return messages.error();
  if (messages.value().empty() || messages.value().front().text != request_.message)
    return Error{ErrorCode::conflict,
                 "This client_message_id was used for another message of the session.",
                 "client_message_id"};

  for (const int attempt : turn.value().erased)
    if (attempt < static_cast<int>(lanes_.size()))
      return not_found("The answer to this message was deleted.");

  inputs_.question = std::move(messages.value().front());
  let_be_stopped(inputs_.question.turn_id);
  for (std::size_t i = 1; i < messages.value().size(); ++i)
    known_answers_[messages.value()[i].attempt] = messages.value()[i];
  if (const Status read = read_past(inputs_.question.id); !read) return read;
  inputs_.stored_messages = stored_then(turn.value());
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].attempt = static_cast<int>(i);
  plan();
  return success();
}

Status TurnRunner::replay() {
  const std::string& session_id = inputs_.session_id;
  const Result<StoredTurn> turn = parts_.store->read_turn(session_id, request_.replay_of);
  if (!turn) return turn.error();
  const StoredTurn& stored = turn.value();
  std::string current = stored.current_answer_id;
  for (const StoredAttempt& answer : stored.answers)
    if (current.empty() && answer.attempt == 0) current = answer.answer_id;
  Result<std::vector<Message>> messages =
      parts_.store->read_messages(session_id, {stored.question_id, current});
  if (!messages) return messages.error();
  if (messages.value().empty() || messages.value().front().role != Role::user)
    return not_found("The question of this turn was deleted.");
  inputs_.question = std::move(messages.value().front());
  current_has_text_ = messages.value().size() > 1 && !messages.value()[1].text.empty();

  if (const Status read = read_past(inputs_.question.id); !read) return read;
  inputs_.stored_messages = stored_then(stored);

  let_be_stopped(request_.replay_of);
  const Result<int> attempt = parts_.store->add_attempt(session_id, request_.replay_of);
  if (!attempt) return attempt.error();
  lanes_[0].attempt = attempt.value();
  plan();
  return success();
}

// How many messages there were when the question was asked: counted where all of them were read,
// else as it was noted then.
std::int64_t TurnRunner::stored_then(const StoredTurn& turn) const {
  const auto counted = static_cast<std::int64_t>(inputs_.past.messages.size()) + 1;
  if (inputs_.past.reaches_beginning) return counted;
  for (const StoredAttempt& answer : turn.answers) {
    const Result<TurnRecipe> recipe = turn_recipe_from_json(answer.recipe);
    if (recipe) return std::max(counted, recipe.value().context.stored_messages);
  }
  return counted;
}

void TurnRunner::plan() {
  for (Lane& lane : lanes_) plan_lane(lane, inputs_, inputs_.past, parts_.calibration);
}

// ---- answering ---------------------------------------------------------------------------------

const Message* TurnRunner::known_answer(std::size_t lane) const {
  const auto known = known_answers_.find(lanes_[lane].attempt);
  return known == known_answers_.end() ? nullptr : &known->second;
}

LaneResult TurnRunner::run(std::size_t index, LaneSink& sink) {
  {
    const Lock lock(mutex_);
    ran_[index] = true;
  }
  Lane& lane = lanes_[index];
  const Message* const known = known_answer(index);
  LaneResult result = known != nullptr
                          ? repeat_lane(inputs_, lane, *known, sink)
                          : run_lane(parts_, inputs_, lane, sink, {*cancel_, tokens_[index]});
  end_lane(index, result.answer.message);
  return result;
}

// ---- ending ------------------------------------------------------------------------------------

// Also notes in `answer` whether it has just become the current one.
void TurnRunner::end_lane(std::size_t lane, Message& answer) {
  const Lock lock(mutex_);
  if (!answer.text.empty() && !answer.id.empty() &&
      (first_with_text_.empty() || lane < first_lane_)) {
    first_with_text_ = answer.id;
    first_lane_ = lane;
  }
  if (++ended_ < lanes_.size()) return;
  if (choose_current()) answer.current = answer.id == first_with_text_;
  running_.reset();
  leave_line();  // before the caller says that it is done: whoever hears that may go on at once
}

// Not before its answers are stored, though: the next turn must find them.
void TurnRunner::leave_line() {
  if (place_) parts_.spool.hold(inputs_.session_id, inputs_.question.turn_id, std::move(place_));
}

// Unless somebody chose, the first attempt is current. When that one has no text and this run gave
// some, it would be a pity to forget it.
bool TurnRunner::choose_current() {
  if (first_with_text_.empty()) return false;
  const bool is_replay = !request_.replay_of.empty();
  // A repeated question changes no choice: its answers could be chosen when they were new.
  const bool wanted = is_replay ? request_.make_current || !current_has_text_
                                : first_lane_ > 0 && known_answer(first_lane_) == nullptr;
  // When it fails, the choice can be made again by hand; the answer itself is stored.
  return wanted &&
         parts_.store->choose_answer(inputs_.session_id, inputs_.question.turn_id, first_with_text_)
             .ok();
}

}  // namespace

std::unique_ptr<TurnRun> make_turn_runner(ChatParts& parts, TurnRequest request,
                                          std::string session_id, std::vector<Lane> lanes,
                                          std::unique_ptr<TurnQueue::Place> place) {
  return std::make_unique<TurnRunner>(parts, std::move(request), std::move(session_id),
                                      std::move(lanes), std::move(place));
}

}  // namespace magic
