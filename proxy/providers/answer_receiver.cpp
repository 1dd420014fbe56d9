#include "proxy/providers/answer_receiver.h"

#include <limits>

namespace magic {
namespace {

// Enough for any refusal; a web page is not read to its end.
constexpr std::size_t kMaxRefusalBytes = 64 * 1024;

// A whole answer is held before it is read. As JSON its text can be three times as long as the text
// that is taken.
constexpr std::size_t kMaxWholeBytes = 3 * kMaxImportedAnswerBytes;

}  // namespace

AnswerReceiver::AnswerReceiver(const AnswerFormat& format, bool asked_for_stream, AnswerSink& sink)
    : format_(format), asked_for_stream_(asked_for_stream), sink_(sink) {}

void AnswerReceiver::on_head(const UpstreamHead& head) {
  head_ = head;
  if (is_refusal()) return;
  const bool is_stream = head.content_type == "text/event-stream"  ? true
                         : head.content_type == "application/json" ? false
                                                                   : asked_for_stream_;
  decoder_ = is_stream ? format_.stream() : format_.whole();
  room_ = is_stream ? std::numeric_limits<std::size_t>::max() : kMaxWholeBytes;
}

UpstreamReceiver::Want AnswerReceiver::on_body(std::string_view bytes) {
  if (!decoder_) {
    refusal_ += bytes;
    return refusal_.size() < kMaxRefusalBytes ? Want::more : Want::hang_up;
  }
  if (bytes.size() > room_) {
    is_body_too_large_ = true;
    return Want::hang_up;
  }
  room_ -= bytes.size();
  switch (decoder_->feed(bytes, sink_)) {
    case AnswerDecoder::Want::more:
      return Want::more;
    case AnswerDecoder::Want::nothing_more:
      has_ended_ = true;
      return Want::nothing_more;
    case AnswerDecoder::Want::hang_up:
      break;
  }
  sink_is_closed_ = true;
  return Want::hang_up;
}

// A web page with a good status comes from something that is not the API at all.
bool AnswerReceiver::is_refusal() const {
  return head_.status < 200 || head_.status > 299 || head_.content_type == "text/html";
}

DecodedEnd AnswerReceiver::finish() {
  return decoder_ && !is_body_too_large_ ? decoder_->finish(sink_) : DecodedEnd{};
}

}  // namespace magic
