#include "proxy/store/memory_turns.h"

#include <algorithm>

#include "proxy/store/session_errors.h"

namespace magic {

bool MemoryTurns::Turn::has_answer(const std::string& answer_id) const {
  return !answer_id.empty() && std::any_of(answers.begin(), answers.end(), [&](const auto& each) {
    return each.second.answer_id == answer_id;
  });
}

const MemoryTurns::Turn* MemoryTurns::find(const std::string& turn_id) const {
  const auto found = turns_.find(turn_id);
  return found == turns_.end() ? nullptr : &found->second;
}

std::string MemoryTurns::first_use(const std::string& client_message_id,
                                   const std::string& turn_id) const {
  const auto used = client_ids_.find(client_message_id);
  return used == client_ids_.end() ? turn_id : used->second;
}

void MemoryTurns::begin(const NewQuestion& question, const std::string& question_id) {
  const std::string& turn_id = question.message.turn_id;
  turns_[turn_id] = {question_id, question.attempts, {}};
  if (!question.client_message_id.empty()) client_ids_[question.client_message_id] = turn_id;
}

Result<int> MemoryTurns::add_attempt(const std::string& turn_id) {
  const auto turn = turns_.find(turn_id);
  if (turn == turns_.end()) return no_such_turn();
  if (turn->second.attempts >= kMaxAttempts) return attempts_full();
  return turn->second.attempts++;
}

void MemoryTurns::add_answer(const std::string& turn_id, StoredAttempt answer) {
  Turn& turn = turns_.at(turn_id);
  turn.attempts = std::max(turn.attempts, answer.attempt + 1);
  turn.answers[answer.attempt] = std::move(answer);
}

StoredTurn MemoryTurns::stored(const std::string& turn_id, const SessionMarks& marks) const {
  const Turn& turn = turns_.at(turn_id);
  StoredTurn stored;
  stored.turn_id = turn_id;
  stored.question_id = turn.question_id;
  stored.attempts = turn.attempts;
  if (const auto choice = marks.chosen.find(turn_id); choice != marks.chosen.end())
    stored.current_answer_id = choice->second;
  for (const auto& [attempt, answer] : turn.answers) {
    if (answer.answer_id.empty())
      stored.erased.push_back(attempt);
    else
      stored.answers.push_back(answer);
  }
  return stored;
}

void MemoryTurns::restore(const StoredTurn& stored) {
  Turn& turn = turns_[stored.turn_id];
  turn.question_id = stored.question_id;
  turn.attempts = stored.attempts;
  for (const StoredAttempt& answer : stored.answers) turn.answers[answer.attempt] = answer;
  for (const int attempt : stored.erased) turn.answers[attempt] = {attempt, "", ""};
}

std::string MemoryTurns::current_answer(const std::string& turn_id,
                                        const SessionMarks& marks) const {
  if (const auto chosen = marks.chosen.find(turn_id); chosen != marks.chosen.end())
    return chosen->second;
  const Turn* const turn = find(turn_id);
  if (turn == nullptr) return "";
  const auto first = turn->answers.find(0);
  return first == turn->answers.end() ? "" : first->second.answer_id;
}

std::optional<std::pair<std::string, std::string>> MemoryTurns::erase_answer(
    const std::string& answer_id, SessionMarks& marks) {
  for (auto& [turn_id, turn] : turns_)
    for (auto& [attempt, answer] : turn.answers) {
      if (answer.answer_id != answer_id) continue;
      const bool was_current = current_answer(turn_id, marks) == answer_id;
      answer = {attempt, "", ""};
      if (!was_current) return std::nullopt;
      marks.chosen.erase(turn_id);
      const auto other =
          std::find_if(turn.answers.begin(), turn.answers.end(),
                       [](const auto& each) { return !each.second.answer_id.empty(); });
      if (other == turn.answers.end() || other->first == 0) return std::nullopt;
      marks.chosen[turn_id] = other->second.answer_id;
      return std::pair(turn_id, other->second.answer_id);
    }
  return std::nullopt;
}

}  // namespace magic
