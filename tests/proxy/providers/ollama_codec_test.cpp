#include "proxy/providers/ollama_codec.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/providers/decoding.h"

using namespace magic;
using namespace magic::test;

namespace {

Decoded chat(const std::string& name) {
  return decode(make_ollama_stream_decoder, fixture("ollama/" + name));
}

}  // namespace

TEST_CASE("an Ollama request forbids every silent loss and keeps the window constant") {
  Prompt prompt;
  prompt.model = "llama3.2";
  prompt.instructions = "Be brief.";
  prompt.messages = {{Role::user, "Hi"}, {Role::assistant, "Hello"}, {Role::user, "你好"}};
  prompt.max_output_tokens = 800;
  prompt.temperature = 0.5;
  CHECK(ollama_request_json(prompt, 8192) ==
        R"({"model":"llama3.2","messages":[{"role":"system","content":"Be brief."},)"
        R"({"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},)"
        R"({"role":"user","content":"你好"}],"stream":true,"truncate":false,"shift":false,)"
        R"("keep_alive":"10m","options":{"num_ctx":8192,"num_predict":800,"temperature":0.5}})");
}

TEST_CASE("a completed Ollama answer gives text, model and usage, streamed or whole") {
  for (const char* name : {"chat_stream.ndjson", "chat_whole.json"}) {
    const Decoded answer = chat(name);
    CHECK(answer.text == "Your name is 小明.");
    CHECK(answer.ending == Ending::completed);
    CHECK(answer.model == "llama3.2");
    CHECK(answer.usage == Usage{26, 7, std::nullopt, std::nullopt});
  }
}

TEST_CASE("what an Ollama model thinks is reasoning, not text") {
  const Decoded answer = chat("chat_thinking.ndjson");
  CHECK(answer.reasoning == "The user asks.");
  CHECK(answer.text == "Bob.");
}

TEST_CASE("an Ollama answer that reaches the limit ends as length") {
  CHECK(chat("chat_length.ndjson").ending == Ending::length);
}

TEST_CASE("an error line in the middle of an Ollama stream ends it and keeps the text") {
  const Decoded answer = chat("chat_error.ndjson");
  CHECK(answer.ending == Ending::upstream_error);
  CHECK(answer.text == "Half an");
  CHECK(answer.problem.message == "an error was encountered while running the model: CUDA error");
}

TEST_CASE("an old Ollama that leaves fields out is understood, and nothing is invented") {
  const Decoded answer = chat("chat_old_release.ndjson");
  CHECK(answer.text == "Hi.");
  CHECK(answer.ending == Ending::completed);
  CHECK(answer.usage == Usage{});
}

TEST_CASE("an Ollama stream cut inside a line is an upstream error that keeps the text") {
  const Decoded answer = chat("chat_truncated.ndjson");
  CHECK(answer.ending == Ending::upstream_error);
  CHECK(answer.text == "Half an");
}

TEST_CASE("only Ollama's own answer counts as its version") {
  CHECK(is_ollama_version(R"({"version":"0.5.1"})"));
  CHECK_FALSE(is_ollama_version(R"({"error":"Unexpected endpoint or method."})"));
  CHECK_FALSE(is_ollama_version("Not Found"));
  CHECK_FALSE(is_ollama_version("[]"));
}

TEST_CASE("Ollama's list of models tells which can chat and which run elsewhere") {
  const auto models = ollama_models_from_json(fixture("ollama/tags.json"));
  REQUIRE(models);
  CHECK(*models == std::vector<OllamaModel>{{"qwen3:8b", false},
                                            {"llama3.2:latest", false},
                                            {"gpt-oss:120b-cloud", true}});
  CHECK(ollama_models_from_json(R"({"models":null})")->empty());
  CHECK(ollama_models_from_json(R"({"models":[7,{"name":7},{}]})")->empty());
  for (const char* other : {R"({"models":[],"data":[]})", R"({"data":[]})", "[]", "", "null"})
    CHECK_FALSE(ollama_models_from_json(other));
}
