// The response object of the Responses API: what the last event of a stream carries, and the whole
// body of an answer that is not streamed. For the decoders of openai_codec.h only.
#pragma once

#include "proxy/providers/answer_decoder.h"
#include "shared/json_fields.h"

namespace magic {

struct OpenAiOutput {
  std::string text;  // a refusal's sentence is text too
  std::string reasoning;
  bool is_refusal = false;
};

// All message and reasoning items, joined: output[0] need not be the message.
OpenAiOutput openai_output(const Json& response);

// Ending, problem, model, id and usage by `status`; a status that is no end leaves the ending absent.
DecodedEnd openai_end(const Json& response, bool is_refusal);

}  // namespace magic
