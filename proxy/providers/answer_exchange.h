// One answer from an upstream, start to end: bytes through the right decoder into the sink, and
// whatever goes wrong into one error. What the callers of OpenAI and Ollama have in common.
// Thread rule: blocks; may be called from any thread.
#pragma once

#include <memory>
#include <string>

#include "proxy/base/cancel.h"
#include "proxy/base/clock.h"
#include "proxy/providers/answer_decoder.h"
#include "proxy/providers/error_mapping.h"
#include "proxy/providers/provider.h"
#include "proxy/providers/upstream.h"

namespace magic {

// How one kind of upstream answers. A server may send a whole answer where a stream was asked for,
// or the other way round; the media type tells.
struct AnswerFormat {
  std::unique_ptr<AnswerDecoder> (*stream)() = nullptr;
  std::unique_ptr<AnswerDecoder> (*whole)() = nullptr;
};

struct ExchangeEnd {
  AnswerEnd answer;
  bool is_endpoint_missing = false;  // refused because the path is not served; nothing was said
};

ExchangeEnd exchange_answer(Upstream& upstream, const UpstreamRequest& request,
                            const Prompt& prompt, const AnswerFormat& format,
                            const ProviderWords& words, const Clock& clock, AnswerSink& sink,
                            CancelToken& cancel);

}  // namespace magic
