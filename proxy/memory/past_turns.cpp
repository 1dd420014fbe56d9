#include "proxy/memory/past_turns.h"

#include <algorithm>
#include <unordered_map>

#include "proxy/memory/token_calibration.h"

namespace magic {
namespace {

// Numbers turn ids in the order in which they are first seen.
class TurnNumbers {
 public:
  std::size_t of(std::string_view turn_id) {
    return numbers_.emplace(turn_id, size()).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string_view, std::size_t> numbers_;
};

// Whether `other` is rather the answer that counts than the one found so far.
bool is_better_answer(const Message* so_far, const Message& other) {
  if (so_far == nullptr) return true;
  if (so_far->current) return false;
  return other.current || (so_far->text.empty() && !other.text.empty());
}

ContextReason common_reason(const PastTurn& turn, const std::set<std::string>& without) {
  for (const Message* message : {turn.question, turn.answer})
    if (message != nullptr && (message->excluded || without.count(message->id) > 0))
      return ContextReason::excluded;
  if (turn.question == nullptr) return ContextReason::no_question;
  if (turn.answer == nullptr || turn.answer->text.empty()) return ContextReason::no_answer;
  return ContextReason::history;
}

}  // namespace

PastTurns::PastTurns(const StoredMemory& past, const std::set<std::string>& without,
                     double token_factor) {
  TurnNumbers numbers;
  const auto add = [&](const Message& message) {
    const std::size_t number = numbers.of(message.turn_id);
    if (number == turns_.size()) turns_.emplace_back();
    messages_.push_back({&message, number});
    PastTurn& turn = turns_[number];
    if (message.role == Role::assistant) {
      if (is_better_answer(turn.answer, message)) turn.answer = &message;
    } else if (turn.question == nullptr) {
      turn.question = &message;
    }
  };
  messages_.reserve(past.older_pinned.size() + past.messages.size());
  for (const Message& message : past.older_pinned) add(message);
  for (const Message& message : past.messages) add(message);

  for (PastTurn& turn : turns_) {
    turn.reason = common_reason(turn, without);
    if (!turn.is_open()) continue;
    turn.tokens = calibrated_message_tokens(turn.question->text, token_factor) +
                  calibrated_message_tokens(turn.answer->text, token_factor);
  }
}

ContextReason PastTurns::reason(std::size_t i) const {
  const auto& [message, number] = messages_[i];
  const PastTurn& turn = turns_[number];
  if (message == turn.question || message == turn.answer) return turn.reason;
  // A second question of one turn is nothing that we store; it has no answer of its own.
  return message->role == Role::assistant ? ContextReason::not_current : ContextReason::no_answer;
}

std::vector<PromptMessage> in_turn_order(const std::vector<const Message*>& messages) {
  TurnNumbers numbers;
  std::vector<std::vector<const Message*>> turns;
  for (const Message* message : messages) {
    const std::size_t number = numbers.of(message->turn_id);
    if (number == turns.size()) turns.emplace_back();
    turns[number].push_back(message);
  }
  std::vector<PromptMessage> prompt;
  prompt.reserve(messages.size());
  for (const auto& turn : turns)
    for (const Message* message : turn) prompt.push_back({message->role, message->text});
  return prompt;
}

}  // namespace magic
