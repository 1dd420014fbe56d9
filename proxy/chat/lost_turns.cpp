#include "proxy/chat/lost_turns.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace magic {
namespace {

Message what_came(const Message& question, int attempt, const std::vector<LiveEvent>& pieces) {
  Message answer;
  answer.turn_id = question.turn_id;
  answer.attempt = attempt;
  answer.role = Role::assistant;
  answer.status = Ending::disconnected;
  answer.mode = question.mode;
  answer.provider = question.provider;
  answer.model = question.model;
  for (const LiveEvent& piece : pieces) {
    if (piece.attempt != attempt) continue;
    (piece.kind == LiveEvent::Kind::delta ? answer.text : answer.reasoning) += piece.text;
  }
  return answer;
}

bool has_ended(const StoredTurn& turn, int attempt) {
  return std::any_of(turn.answers.begin(), turn.answers.end(),
                     [&](const StoredAttempt& each) { return each.attempt == attempt; }) ||
         std::find(turn.erased.begin(), turn.erased.end(), attempt) != turn.erased.end();
}

}  // namespace

std::string unanswered_turn(const std::vector<Message>& messages) {
  const bool is_question = !messages.empty() && messages.back().role == Role::user;
  return is_question ? messages.back().turn_id : "";
}

Status mend_lost_turn(ChatParts& parts, const std::string& session_id, const std::string& turn_id) {
  const Result<StoredTurn> turn = parts.store->read_turn(session_id, turn_id);
  if (!turn) return turn.error();
  if (turn.value().has_ended()) return success();
  const Result<std::vector<Message>> question =
      parts.store->read_messages(session_id, {turn.value().question_id});
  if (!question) return question.error();
  if (question.value().empty()) return success();  // erased: nobody misses its answer
  const Result<std::vector<LiveEvent>> pieces = parts.feed->pieces_of(session_id, turn_id);
  if (!pieces) return pieces.error();

  for (int attempt = 0; attempt < turn.value().attempts; ++attempt) {
    if (has_ended(turn.value(), attempt)) continue;
    NewAnswer answer{what_came(question.value().front(), attempt, pieces.value()), ""};
    answer.message.created_at_ms = parts.clock.wall_ms();
    const Result<Appended> stored = parts.store->append_answer(session_id, answer);
    if (!stored) return stored.error();
  }
  return success();
}

Result<bool> mend_turn_before(ChatParts& parts, const std::string& session_id,
                              const StoredMemory& past, const TurnRequest& request) {
  const std::string lost = unanswered_turn(past.messages);
  if (lost.empty()) return false;
  if (request.client_message_id && past.messages.back().text == request.message) return false;
  if (const Status mended = mend_lost_turn(parts, session_id, lost); !mended) return mended.error();
  return true;
}

bool mend_if_lost(ChatParts& parts, const std::string& session_id, const std::string& turn_id) {
  if (parts.running.has(session_id, turn_id)) return false;
  const Result<StoredTurn> turn = parts.store->read_turn(session_id, turn_id);
  if (!turn || turn.value().has_ended()) return false;
  const Result<std::unique_ptr<TurnQueue::Place>> place = parts.queue->enter(session_id);
  if (!place || place.value()->ahead() > 0) return false;
  return mend_lost_turn(parts, session_id, turn_id).ok();
}

}  // namespace magic
