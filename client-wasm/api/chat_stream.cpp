#include "client-wasm/api/chat_stream.h"
#include "client-wasm/model/shown_text.h"
#include "client-wasm/words/say.h"

#include <algorithm>
#include <utility>

#include "shared/chat_json.h"

namespace magic {
namespace {

constexpr std::size_t kMaxRefusalBytes = 1024 * 1024;

Error network_error(std::string sentence) {
  return {ErrorCode::network, std::move(sentence), {}, true};
}

}  // namespace

ChatFailure shown_failure_from_json(std::string_view json) {
  ChatFailure failure = chat_failure_from_json(json);
  failure.error.message = shown_text(failure.error.message);
  return failure;
}

ChatFailure failure_of(int status, std::string_view body) {
  if (status == 0) return {network_error(say(Word::error_unreachable)), {}};
  ChatFailure failure = shown_failure_from_json(body);
  if (failure.error.message.empty() || failure.error.code == ErrorCode::network)
    failure.error = network_error(say(Word::error_foreign_answer, {std::to_string(status)}));
  return failure;
}

void ChatStream::take_bytes(std::string_view bytes) {
  if (ended_) return;
  if (status_ >= 400) {
    refusal_ += bytes.substr(0, kMaxRefusalBytes - std::min(kMaxRefusalBytes, refusal_.size()));
    return;
  }
  sse_.feed(bytes, [this](const SseEvent& event) { take_event(event); });
  if (sse_.overflowed()) finish(TurnFailed{{network_error(say(Word::error_unreadable)), {}}});
}

void ChatStream::take_event(const SseEvent& event) {
  if (ended_) return;
  const auto unreadable = [this](const Error& error) {
    finish(TurnFailed{{network_error(say(Word::error_unreadable_why, {error.message})), {}}});
  };
  if (event.name == "queued") {
    const Result<int> ahead = queued_from_json(event.data);
    if (!ahead) return unreadable(ahead.error());
    emit(TurnQueued{ahead.value()});
  } else if (event.name == "context") {
    Result<TurnStart> start = turn_start_from_json(event.data);
    if (!start) return unreadable(start.error());
    emit(TurnStarted{std::move(start).value()});
  } else if (event.name == "delta") {
    Result<std::string> text = text_piece_from_json(event.data);
    if (!text) return unreadable(text.error());
    emit(TextPiece{std::move(text).value()});
  } else if (event.name == "reasoning") {
    Result<std::string> text = text_piece_from_json(event.data);
    if (!text) return unreadable(text.error());
    emit(ReasoningPiece{std::move(text).value()});
  } else if (event.name == "done") {
    Result<ChatAnswer> answer = chat_answer_from_json(event.data);
    if (!answer) return unreadable(answer.error());
    finish(TurnDone{std::move(answer).value()});
  } else if (event.name == "error") {
    finish(TurnFailed{shown_failure_from_json(event.data)});
  }
  // Other names are of a newer proxy.
}

void ChatStream::take_end(TransportEnd end) {
  if (ended_) return;
  if (end == TransportEnd::cancelled) return finish(TurnStopped{});
  if (status_ >= 400 && end == TransportEnd::finished)
    return finish(TurnFailed{failure_of(status_, refusal_)});
  if (status_ == 0) return finish(TurnFailed{failure_of(0, {})});
  finish(TurnFailed{{network_error(say(Word::error_broken_off)), {}}});
}

void ChatStream::finish(const ChatEvent& event) {
  ended_ = true;
  emit(event);
}

}  // namespace magic
