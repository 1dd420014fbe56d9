#include "proxy/providers/answer_exchange.h"

#include <utility>

namespace magic {
namespace {

// Enough for any refusal; a web page is not read to its end.
constexpr std::size_t kMaxRefusalBytes = 64 * 1024;

class AnswerReceiver final : public UpstreamReceiver {
 public:
  AnswerReceiver(const AnswerFormat& format, bool asked_for_stream, AnswerSink& sink)
      : format_(format), asked_for_stream_(asked_for_stream), sink_(sink) {}

  void on_head(const UpstreamHead& head) override {
    head_ = head;
    if (is_refusal()) return;
    const bool is_stream = head.content_type == "text/event-stream"  ? true
                           : head.content_type == "application/json" ? false
                                                                     : asked_for_stream_;
    decoder_ = is_stream ? format_.stream() : format_.whole();
  }

  Want on_body(std::string_view bytes) override {
    if (!decoder_) {
      refusal_ += bytes;
      return refusal_.size() < kMaxRefusalBytes ? Want::more : Want::hang_up;
    }
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

  const UpstreamHead& head() const { return head_; }
  bool is_refusal() const { return head_.status < 200 || head_.status > 299 || is_web_page(); }
  bool is_web_page() const { return head_.content_type == "text/html"; }
  bool sink_is_closed() const { return sink_is_closed_; }
  bool has_ended() const { return has_ended_; }
  const std::string& refusal() const { return refusal_; }
  DecodedEnd finish() { return decoder_ ? decoder_->finish(sink_) : DecodedEnd{}; }

 private:
  const AnswerFormat& format_;
  bool asked_for_stream_;
  AnswerSink& sink_;
  UpstreamHead head_;
  std::unique_ptr<AnswerDecoder> decoder_;  // none: the upstream refused
  std::string refusal_;
  bool sink_is_closed_ = false;
  bool has_ended_ = false;
};

AnswerEnd failed(Error error) {
  AnswerEnd end;
  end.ending = Ending::upstream_error;
  end.error = std::move(error);
  return end;
}

}  // namespace

ExchangeEnd exchange_answer(Upstream& upstream, const UpstreamRequest& request,
                            const Prompt& prompt, const AnswerFormat& format,
                            const ProviderWords& words, const Clock& clock, AnswerSink& sink,
                            CancelToken& cancel) {
  AnswerReceiver receiver(format, prompt.stream, sink);
  const UpstreamEnd transport = upstream.send(request, receiver, cancel);

  ExchangeEnd result;
  AnswerEnd& answer = result.answer;
  if (transport == UpstreamEnd::stopped && !receiver.has_ended() &&
      (cancel.cancelled() || receiver.sink_is_closed())) {
    answer.ending = cancel.why().value_or(Ending::disconnected);
    answer.model = receiver.finish().model;
    return result;
  }
  if (receiver.head().status == 0) {  // not even the head came
    answer = failed(error_from_transport(words, transport));
    return result;
  }
  if (receiver.is_refusal()) {
    const UpstreamHead& head = receiver.head();
    const ProviderProblem problem = problem_from_body(receiver.refusal());
    // A page with status 200 comes from something that is not the API at all.
    const int status = head.status < 300 ? 404 : head.status;
    answer = failed(error_from_refusal(
        words, prompt.model, status, problem,
        retry_after_seconds(head.retry_after, head.retry_after_ms, clock.wall_ms())));
    result.is_endpoint_missing =
        (status == 404 || status == 405) && !is_missing_model(status, problem);
    return result;
  }

  DecodedEnd decoded = receiver.finish();
  answer.model = std::move(decoded.model);
  answer.usage = decoded.usage;
  const bool is_whole = receiver.has_ended() || transport == UpstreamEnd::whole;
  answer.ending = decoded.ending.value_or(Ending::upstream_error);
  if (answer.ending != Ending::upstream_error) return result;
  if (!is_whole)
    answer.error = error_from_transport(words, transport);
  else if (decoded.problem)
    answer.error = error_from_problem(words, prompt.model, *decoded.problem);
  else
    answer.error = error_from_missing_end(words);
  return result;
}

}  // namespace magic
