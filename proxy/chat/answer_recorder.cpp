#include "proxy/chat/answer_recorder.h"

#include <utility>

namespace magic {

AnswerRecorder::AnswerRecorder(AnswerSink& sink, OnPiece on_piece, const Clock& clock,
                               std::int64_t accepted_ms)
    : sink_(sink), on_piece_(std::move(on_piece)), clock_(clock), accepted_ms_(accepted_ms) {}

bool AnswerRecorder::on_text(std::string_view piece) {
  note_token();
  text_ += piece;
  if (on_piece_) on_piece_(LiveEvent::Kind::delta, piece);
  return sink_.on_text(piece);
}

bool AnswerRecorder::on_reasoning(std::string_view piece) {
  note_token();
  reasoning_ += piece;
  if (on_piece_) on_piece_(LiveEvent::Kind::reasoning, piece);
  return sink_.on_reasoning(piece);
}

void AnswerRecorder::note_token() {
  if (!first_token_ms_) first_token_ms_ = clock_.monotonic_ms() - accepted_ms_;
}

Message AnswerRecorder::message(const AnswerEnd& end) const {
  Message message;
  message.role = Role::assistant;
  message.text = text_;
  message.reasoning = reasoning_;
  message.status = end.ending;
  message.error = end.error;
  message.usage = end.usage;

  Timing timing;
  timing.first_token_ms = first_token_ms_;
  timing.first_byte_ms = end.trace.first_byte_ms;
  timing.total_ms = clock_.monotonic_ms() - accepted_ms_;
  // Speed counts from the first token on: waiting for it is another figure.
  const std::int64_t speaking_ms = timing.total_ms - first_token_ms_.value_or(timing.total_ms);
  if (end.usage.output_tokens && speaking_ms > 0)
    timing.tokens_per_second =
        1000.0 * static_cast<double>(*end.usage.output_tokens) / static_cast<double>(speaking_ms);
  message.timing = timing;
  return message;
}

}  // namespace magic
