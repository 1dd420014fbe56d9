// Takes an upstream's answer apart while it comes: a refusal is kept, anything else is decoded.
// For answer_exchange.cpp only.
// Thread rule: one object per answer, used by one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "proxy/providers/answer_exchange.h"
#include "shared/chat_limits.h"

namespace magic {

// Passes an answer on, knows whether any of it was, and stops one that has no end: what can be
// exported and imported again is as much as is taken, text and reasoning together.
class NotingSink final : public AnswerSink {
 public:
  explicit NotingSink(AnswerSink& reader) : reader_(reader) {}
  bool on_text(std::string_view piece) override {
    return has_room_for(piece) && reader_.on_text(piece);
  }
  bool on_reasoning(std::string_view piece) override {
    return has_room_for(piece) && reader_.on_reasoning(piece);
  }
  bool has_begun() const { return has_begun_; }
  bool is_too_large() const { return is_too_large_; }

 private:
  bool has_room_for(std::string_view piece) {
    has_begun_ = true;
    bytes_ += piece.size();
    is_too_large_ = bytes_ > kMaxImportedAnswerBytes;
    return !is_too_large_;
  }

  AnswerSink& reader_;
  bool has_begun_ = false;
  bool is_too_large_ = false;
  std::size_t bytes_ = 0;
};

class AnswerReceiver final : public UpstreamReceiver {
 public:
  AnswerReceiver(const AnswerFormat& format, bool asked_for_stream, AnswerSink& sink);

  void on_head(const UpstreamHead& head) override;
  Want on_body(std::string_view bytes) override;

  const UpstreamHead& head() const { return head_; }
  bool has_head() const { return head_.status != 0; }
  bool is_refusal() const;
  const std::string& refusal() const { return refusal_; }
  bool has_begun() const { return sink_.has_begun(); }  // text or reasoning was passed on
  bool is_too_large() const { return sink_.is_too_large() || is_body_too_large_; }
  bool sink_is_closed() const { return sink_is_closed_; }
  bool has_ended() const { return has_ended_; }
  DecodedEnd finish();

 private:
  const AnswerFormat& format_;
  const bool asked_for_stream_;
  NotingSink sink_;
  UpstreamHead head_;
  std::unique_ptr<AnswerDecoder> decoder_;  // none: the upstream refused
  std::string refusal_;
  std::size_t room_ = 0;  // bytes that may still come
  bool is_body_too_large_ = false;
  bool sink_is_closed_ = false;
  bool has_ended_ = false;
};

}  // namespace magic
