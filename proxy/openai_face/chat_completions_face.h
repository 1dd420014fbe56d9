// POST /v1/chat/completions as bytes: what OpenAI's clients send and expect.
// Source: the types of the npm package `openai` 6.49, which are generated from OpenAI's own
// specification, and how its stream helpers read the events.
//
// Refused, because the answer would not be what was asked for: tools, functions, n other than 1,
// stop, logprobs, a response_format other than text, audio, web search; images, audio and files in
// messages; roles tool and function. Ignored, because an answer without them is still one: seed,
// top_p, penalties, logit_bias, reasoning_effort, verbosity, user, metadata, store, service_tier
// and fields that nobody knows.
// Thread rule: pure functions; a stream is used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "proxy/openai_face/face_stream.h"
#include "shared/chat_limits.h"

namespace magic {

// Errors: bad_json, or invalid_field with a param such as "messages[2].content".
Result<FaceRequest> chat_completions_request_from_json(std::string_view body,
                                                       const ChatLimits& limits);

// {"id","object":"chat.completion","created","model","choices":[{...}],"usage"}. `usage` is null
// when the provider gave no numbers; a refusal stands in message.refusal, without content.
// Reasoning is in message.reasoning_content, as other servers that show it have it.
std::string chat_completion_json(const FaceHead& head, const FaceAnswer& answer);

// Chunks: the role, contents, the finish_reason, with include_usage the usage (unless unknown),
// then [DONE]. A failure is {"error":{...}} without [DONE], which makes OpenAI's client throw. What
// turns out to be a refusal was sent as content already; it is said again as `refusal`, so that
// who looks for one finds it.
std::unique_ptr<FaceStream> make_chat_completions_stream(FaceHead head, bool include_usage);

}  // namespace magic
