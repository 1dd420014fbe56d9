// Passes an answer on to its sink and keeps what is to be stored: the text, and when it came.
// Thread rule: used by one lane on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "proxy/base/clock.h"
#include "proxy/providers/provider.h"
#include "proxy/store/live_feed.h"
#include "shared/chat_types.h"

namespace magic {

class AnswerRecorder final : public AnswerSink {
 public:
  // Told of every piece as well, for those who watch the session.
  using OnPiece = std::function<void(LiveEvent::Kind kind, std::string_view text)>;

  // accepted_ms: monotonic time at which the turn was accepted; timings count from there.
  AnswerRecorder(AnswerSink& sink, OnPiece on_piece, const Clock& clock, std::int64_t accepted_ms);

  bool on_text(std::string_view piece) override;
  bool on_reasoning(std::string_view piece) override;

  // Nothing has come yet, so the question may still be asked in another way.
  bool is_silent() const { return text_.empty() && reasoning_.empty(); }

  // The answer so far as a message: role, text, reasoning, status, usage, timing and error are set.
  Message message(const AnswerEnd& end) const;

 private:
  void note_token();

  AnswerSink& sink_;
  OnPiece on_piece_;
  const Clock& clock_;
  std::int64_t accepted_ms_;
  std::optional<std::int64_t> first_token_ms_;
  std::string text_;
  std::string reasoning_;
};

}  // namespace magic
