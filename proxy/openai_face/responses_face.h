// POST /v1/responses as bytes: what OpenAI's clients send and expect.
// Source: the types of the npm package `openai` 6.49, which are generated from OpenAI's own
// specification, and how its stream helper puts a response together from the events.
//
// Refused, because the answer would not be what was asked for: tools, previous_response_id,
// conversation, prompt templates, background, logprobs, a text format other than text; images,
// audio and files in messages; items other than messages. Ignored: reasoning items of earlier
// answers, store (nothing is kept under a response's id), include, reasoning, truncation, top_p,
// user, metadata, service_tier and fields that nobody knows.
// Thread rule: pure functions; a stream is used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "proxy/openai_face/face_stream.h"
#include "shared/chat_limits.h"

namespace magic {

// Errors: bad_json, or invalid_field with a param such as "input[2].content".
Result<FaceRequest> responses_request_from_json(std::string_view body, const ChatLimits& limits);

// The response object, for an answer that did not fail: status completed, or incomplete with the
// reason. A message item is missing when a cut answer has no text.
std::string response_json(const FaceHead& head, const FaceAnswer& answer);

// response.created ... response.completed, .incomplete or .failed, numbered from 0. A failure is
// response.failed, as OpenAI has it: its client does not throw on that, the status tells. What
// turns out to be a refusal was sent as output_text already; a refusal part follows it.
std::unique_ptr<FaceStream> make_responses_stream(FaceHead head);

}  // namespace magic
