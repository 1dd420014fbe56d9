// Requests of clients that were written for OpenAI.
#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/responses_face.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  for (const auto read : {chat_completions_request_from_json, responses_request_from_json}) {
    const Result<FaceRequest> request = read(body, ChatLimits{});
    if (request)
      fuzz::must(!request.value().messages.empty(), "a request has a message");
    else
      fuzz::must(!request.error().message.empty(), "an error has a sentence");
  }
  return 0;
}
