#include "proxy/providers/answer_exchange.h"

#include <algorithm>
#include <string>
#include <utility>

#include "proxy/providers/answer_receiver.h"
#include "proxy/providers/redacting_sink.h"

namespace magic {
namespace {

// A name that an upstream gives; anything that is none, or holds the key, is left out.
std::string plain_name(const std::string& text, const Secret& secret) {
  constexpr std::size_t kMaxBytes = 200;
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '<';
  });
  const bool is_safe = text.size() <= kMaxBytes && redacted(text, secret) == text;
  return is_plain && is_safe ? text : "";
}

UpstreamTrace trace_of(const AnswerSource& source, const UpstreamRequest& request,
                       const AnswerFormat& format, const AnswerReceiver& receiver) {
  UpstreamTrace trace;
  trace.format = format.name;
  trace.url = source.upstream.base().origin() + request.path;
  trace.body_bytes = static_cast<std::int64_t>(request.body.size());
  trace.body_hash = text_hash(request.body);
  trace.status = receiver.head().status;
  trace.request_id = plain_name(receiver.head().request_id, source.words.secret);
  if (receiver.has_head()) trace.first_byte_ms = receiver.head().first_byte_ms;
  return trace;
}

FailedTry::Kind kind_without_head(UpstreamEnd end) {
  switch (end) {
    case UpstreamEnd::unreachable:
      return FailedTry::Kind::unreachable;
    case UpstreamEnd::broken:
      return FailedTry::Kind::broken;
    default:  // whoever waited for a time-out does not want to wait for another
      return FailedTry::Kind::for_good;
  }
}

// How it ended, what went wrong, and of what kind that is.
class Judgement {
 public:
  Judgement(const AnswerSource& source, const Prompt& prompt, AnswerReceiver& receiver,
            ExchangeEnd& result)
      : source_(source), prompt_(prompt), receiver_(receiver), result_(result) {}

  void pass(UpstreamEnd transport, const CancelToken& cancel) {
    if (transport == UpstreamEnd::stopped && !receiver_.has_ended() && !receiver_.is_too_large() &&
        (cancel.cancelled() || receiver_.sink_is_closed())) {
      take(receiver_.finish());
      result_.answer.ending = cancel.why().value_or(Ending::disconnected);
      result_.answer.usage = {};
    } else if (!receiver_.has_head()) {
      no_answer(transport);
    } else if (receiver_.is_refusal()) {
      refused();
    } else {
      answered(transport);
    }
  }

 private:
  void no_answer(UpstreamEnd transport) {
    result_.failed.kind = kind_without_head(transport);
    fail(error_from_transport(source_.words, transport));
  }

  void refused() {
    const UpstreamHead& head = receiver_.head();
    const ProviderProblem problem = problem_from_body(receiver_.refusal());
    const int status = head.status < 300 ? 404 : head.status;
    const std::int64_t now = source_.clock.wall_ms();
    fail(error_from_refusal(source_.words, prompt_.model, status, problem,
                            retry_after_seconds(head.retry_after, head.retry_after_ms, now)));
    result_.answer.is_previous_response_gone = is_missing_response(problem);
    result_.is_endpoint_missing = (status == 404 || status == 405) &&
                                  !is_missing_model(status, problem) &&
                                  !is_missing_response(problem);
    const std::int64_t wait = retry_after_ms(head.retry_after, head.retry_after_ms, now);
    result_.failed.kind = FailedTry::Kind::answered;
    result_.failed.status = status;
    result_.failed.is_told_not_to = head.should_retry == "false";
    if (wait > 0) result_.failed.retry_after_ms = wait;
  }

  void answered(UpstreamEnd transport) {
    const std::optional<ProviderProblem> problem = take(receiver_.finish());
    if (receiver_.is_too_large())
      return fail(error_from_transport(source_.words, UpstreamEnd::too_large));
    if (result_.answer.ending != Ending::upstream_error) return;
    const bool is_whole = receiver_.has_ended() || transport == UpstreamEnd::whole;
    if (!is_whole) return fail(error_from_transport(source_.words, transport));
    if (!problem) return fail(error_from_missing_end(source_.words));
    fail(error_from_problem(source_.words, prompt_.model, *problem));
    result_.answer.is_previous_response_gone = is_missing_response(*problem);
    if (receiver_.has_begun()) return;
    result_.failed.kind = FailedTry::Kind::answered;
    result_.failed.status = status_like(*problem);
  }

  std::optional<ProviderProblem> take(DecodedEnd decoded) {
    AnswerEnd& answer = result_.answer;
    answer.ending = decoded.ending.value_or(Ending::upstream_error);
    answer.model = plain_name(decoded.model, source_.words.secret);
    answer.usage = decoded.usage;
    answer.trace.response_id = plain_name(decoded.response_id, source_.words.secret);
    return std::move(decoded.problem);
  }

  void fail(Error error) {
    result_.answer.ending = Ending::upstream_error;
    result_.failed.is_worth_trying = error.retryable;
    result_.answer.error = std::move(error);
  }

  const AnswerSource& source_;
  const Prompt& prompt_;
  AnswerReceiver& receiver_;
  ExchangeEnd& result_;
};

UpstreamAttempt attempt_of(ProviderId provider, const AnswerEnd& answer) {
  UpstreamAttempt attempt;
  attempt.provider = provider;
  attempt.status = answer.trace.status;
  if (answer.error) attempt.error = name_of(answer.error->code);
  return attempt;
}

}  // namespace

ExchangeEnd exchange_answer(const AnswerSource& source, const UpstreamRequest& request,
                            const Prompt& prompt, const AnswerFormat& format, AnswerSink& sink,
                            CancelToken& cancel) {
  RedactingSink safe(sink, source.words.secret);
  AnswerReceiver receiver(format, prompt.stream, safe);
  const UpstreamEnd transport = source.upstream.send(request, receiver, cancel);
  ExchangeEnd result;
  result.answer.trace = trace_of(source, request, format, receiver);
  Judgement(source, prompt, receiver, result).pass(transport, cancel);
  safe.finish();
  result.answer.trace.attempts = {attempt_of(source.provider, result.answer)};
  return result;
}

ExchangeEnd failed_before_asking(const AnswerSource& source, UpstreamEnd why) {
  ExchangeEnd result;
  result.answer = unanswered(source.provider, error_from_transport(source.words, why));
  result.failed.kind = kind_without_head(why);
  return result;
}

AnswerEnd unanswered(ProviderId provider, Error error) {
  AnswerEnd end;
  end.ending = Ending::upstream_error;
  end.error = std::move(error);
  end.trace.attempts = {attempt_of(provider, end)};
  return end;
}

}  // namespace magic
