// What the face writes is read back by the decoders that read OpenAI's own answers.
#include <catch2/catch_test_macros.hpp>

#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/responses_face.h"
#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/openai_codec.h"
#include "tests/proxy/providers/decoding.h"

using namespace magic;
using namespace magic::test;

namespace {

FaceAnswer answer_with(Ending ending) {
  FaceAnswer answer;
  answer.text = "Your name is 小明, said \"Bob\".\n\ndata: [DONE]";
  answer.reasoning = "The user asks.";
  answer.ending = ending;
  answer.model = "m-2026";
  answer.usage = {26, 7, 3, 2};
  return answer;
}

// The text goes out in two pieces that cut no character.
std::string written(FaceStream& stream, const FaceAnswer& answer) {
  std::string bytes = stream.begin();
  bytes += stream.reasoning(answer.reasoning);
  bytes += stream.text(answer.text.substr(0, 5));
  bytes += stream.text(answer.text.substr(5));
  return bytes + stream.end(answer);
}

void check_same(const Decoded& read, const FaceAnswer& answer) {
  CHECK(read.text == answer.text);
  CHECK(read.reasoning == answer.reasoning);
  CHECK(read.ending == answer.ending);
  CHECK(read.model == answer.model);
  CHECK(read.usage == answer.usage);
}

const FaceHead kHead{"resp_1", 1760000000, "m"};

}  // namespace

TEST_CASE("a whole answer of the face is read back as it was, under every ending") {
  for (const Ending ending :
       {Ending::completed, Ending::length, Ending::filtered, Ending::refused}) {
    const FaceAnswer answer = answer_with(ending);
    check_same(decode(make_chat_completions_whole_decoder, chat_completion_json(kHead, answer)),
               answer);
    check_same(decode(make_openai_whole_decoder, response_json(kHead, answer)), answer);
  }
}

TEST_CASE("a streamed answer of the face is read back as it was") {
  for (const Ending ending : {Ending::completed, Ending::length, Ending::filtered}) {
    const FaceAnswer answer = answer_with(ending);
    check_same(decode(make_chat_completions_stream_decoder,
                      written(*make_chat_completions_stream(kHead, true), answer)),
               answer);
    check_same(decode(make_openai_stream_decoder, written(*make_responses_stream(kHead), answer)),
               answer);
  }
}

TEST_CASE("a streamed refusal of the face is read back as a refusal") {
  const FaceAnswer answer = answer_with(Ending::refused);
  CHECK(decode(make_chat_completions_stream_decoder,
               written(*make_chat_completions_stream(kHead, true), answer))
            .ending == Ending::refused);
  CHECK(decode(make_openai_stream_decoder, written(*make_responses_stream(kHead), answer)).ending ==
        Ending::refused);
}

TEST_CASE("a failure of the face is read back as one, with its sentence") {
  FaceAnswer answer = answer_with(Ending::upstream_error);
  answer.error = Error{ErrorCode::upstream_error, "The provider broke off."};
  for (const Decoded& read :
       {decode(make_chat_completions_stream_decoder,
               written(*make_chat_completions_stream(kHead, true), answer)),
        decode(make_openai_stream_decoder, written(*make_responses_stream(kHead), answer))}) {
    CHECK(read.ending == Ending::upstream_error);
    CHECK(read.problem.message == "The provider broke off.");
    CHECK(read.text == answer.text);
  }
}
