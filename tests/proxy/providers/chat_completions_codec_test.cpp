#include "proxy/providers/chat_completions_codec.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/providers/decoding.h"

using namespace magic;
using namespace magic::test;

namespace {

Decoded streamed(const std::string& name) {
  return decode(make_chat_completions_stream_decoder, fixture("ollama/" + name));
}

}  // namespace

TEST_CASE("a chat completions request asks for the usage of a stream") {
  Prompt prompt;
  prompt.model = "m";
  prompt.instructions = "Be brief.";
  prompt.messages = {{Role::user, "Hi"}};
  prompt.max_output_tokens = 5;
  CHECK(chat_completions_request_json(prompt) ==
        R"({"model":"m","messages":[{"role":"system","content":"Be brief."},)"
        R"({"role":"user","content":"Hi"}],"stream":true,)"
        R"("stream_options":{"include_usage":true},"max_tokens":5})");
  prompt.stream = false;
  CHECK(chat_completions_request_json(prompt).find("stream_options") == std::string::npos);
}

TEST_CASE("a completed chat completion gives text, model and usage, streamed or whole") {
  const Decoded whole =
      decode(make_chat_completions_whole_decoder, fixture("ollama/completions_whole.json"));
  CHECK(whole.reasoning == "Easy.");
  for (const Decoded& answer : {streamed("completions_stream.sse"), whole}) {
    CHECK(answer.text == "Your name is 小明.");
    CHECK(answer.ending == Ending::completed);
    CHECK(answer.model == "llama3.2");
    CHECK(answer.usage == Usage{26, 7, std::nullopt, std::nullopt});
  }
}

TEST_CASE("reasoning is understood under both of its names") {
  CHECK(streamed("completions_reasoning.sse").reasoning == "The user asks.");
  const Decoded llama_cpp = streamed("completions_llama_cpp.sse");
  CHECK(llama_cpp.reasoning == "Easy.");
  CHECK(llama_cpp.text == "Bob.");
  CHECK(llama_cpp.usage.cached_tokens == 3);
}

TEST_CASE("a chat completion that reaches the limit ends as length") {
  CHECK(streamed("completions_length.sse").ending == Ending::length);
}

TEST_CASE("a server that gives no finish_reason but [DONE] has completed") {
  CHECK(streamed("completions_only_done.sse").ending == Ending::completed);
}

TEST_CASE("Ollama's silent death in the middle of a stream leaves no ending, and the text") {
  const Decoded answer = streamed("completions_died.sse");
  CHECK_FALSE(answer.ending);
  CHECK(answer.text == "Half an");
  CHECK(answer.model == "llama3.2");
}

TEST_CASE("an error chunk ends a chat completion and keeps the text") {
  const Decoded answer = streamed("completions_error.sse");
  CHECK(answer.ending == Ending::upstream_error);
  CHECK(answer.text == "Half an");
  CHECK(answer.problem == ProviderProblem{"500", "server_error", "", "slot is gone"});
}

TEST_CASE("what is not a chat completion is an upstream error") {
  CHECK(decode(make_chat_completions_stream_decoder, "data: {oops\n\n").ending ==
        Ending::upstream_error);
  for (const char* bytes : {"", "{}", "[]", "oops", R"({"choices":[]})"})
    CHECK(decode(make_chat_completions_whole_decoder, bytes).ending == Ending::upstream_error);
}

TEST_CASE("the list of models is read, also an empty one") {
  CHECK(model_ids_from_json(fixture("ollama/models.json")) ==
        std::vector<std::string>{"llama3.2:latest"});
  CHECK(model_ids_from_json(R"({"object":"list","data":null})") == std::vector<std::string>{});
  CHECK_FALSE(model_ids_from_json(R"({"error":"no"})"));
  CHECK_FALSE(model_ids_from_json("Not Found"));
}
