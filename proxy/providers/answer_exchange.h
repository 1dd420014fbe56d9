// One answer from an upstream, start to end: bytes through the right decoder into the sink, and
// whatever goes wrong into one error. What the callers of OpenAI and Ollama have in common.
// Thread rule: blocks; may be called from any thread.
#pragma once

#include <memory>
#include <string_view>

#include "proxy/base/cancel.h"
#include "proxy/base/clock.h"
#include "proxy/providers/answer_decoder.h"
#include "proxy/providers/error_mapping.h"
#include "proxy/providers/provider.h"
#include "proxy/providers/retry_policy.h"
#include "proxy/providers/upstream.h"

namespace magic {

// How one kind of upstream answers. A server may send a whole answer where a stream was asked for,
// or the other way round; the media type tells.
struct AnswerFormat {
  std::string_view name;  // see UpstreamTrace::format
  std::unique_ptr<AnswerDecoder> (*stream)() = nullptr;
  std::unique_ptr<AnswerDecoder> (*whole)() = nullptr;
};

// Whom a provider asks. All must outlive the call.
struct AnswerSource {
  ProviderId provider;
  Upstream& upstream;
  const ProviderWords& words;
  const Clock& clock;
};

struct ExchangeEnd {
  AnswerEnd answer;                  // its trace has this one attempt
  FailedTry failed;                  // of what kind, where the answer has an error
  bool is_endpoint_missing = false;  // refused because the path is not served; nothing was said
};

ExchangeEnd exchange_answer(const AnswerSource& source, const UpstreamRequest& request,
                            const Prompt& prompt, const AnswerFormat& format, AnswerSink& sink,
                            CancelToken& cancel);

// The end of a try in which nothing could be asked.
ExchangeEnd failed_before_asking(const AnswerSource& source, UpstreamEnd why);

// The answer of a provider that can ask nobody at all.
AnswerEnd unanswered(ProviderId provider, Error error);

}  // namespace magic
