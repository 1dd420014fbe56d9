// OpenAI's Responses API as bytes: POST {base}/responses.
// Source of the facts: the provider's published API types and field reports of 2026; unknown fields
// and event types are skipped.
// Thread rule: pure functions; a decoder is used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "proxy/providers/answer_decoder.h"

namespace magic {

// One line of JSON. `reasoning_effort` empty: the field is left out and the model decides.
// Nothing is kept at the provider ("store":false) unless the prompt says so: Redis is the only
// memory.
std::string openai_request_json(const Prompt& prompt, std::string_view reasoning_effort);

// "minimal" for gpt-5, gpt-5-mini, gpt-5-nano and their dated snapshots, so that a chat answers at
// once; empty for every other model, since newer families refuse that value.
std::string_view default_reasoning_effort(std::string_view model);

// Server-sent events, ended by response.completed, .incomplete, .failed or an error event.
std::unique_ptr<AnswerDecoder> make_openai_stream_decoder();

// One response object.
std::unique_ptr<AnswerDecoder> make_openai_whole_decoder();

}  // namespace magic
