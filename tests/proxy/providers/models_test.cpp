// The models that providers offer.
#include <catch2/catch_test_macros.hpp>
#include <chrono>

#include "proxy/providers/demo.h"
#include "proxy/providers/model_names.h"
#include "proxy/providers/openai_models.h"
#include "tests/proxy/providers/ollama_setup.h"
#include "tests/proxy/providers/openai_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> names_of(const std::vector<ModelInfo>& models) {
  std::vector<std::string> names;
  for (const ModelInfo& model : models) names.push_back(model.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a model for chats is told by its name") {
  for (const char* name : {"gpt-5", "gpt-5-mini-2025-08-07", "gpt-4.1", "o1", "o3-mini", "o4-mini",
                           "chatgpt-4o-latest"})
    CHECK(is_chat_model(name));
  for (const char* name : {"gpt-4o-audio-preview", "gpt-image-1", "gpt-realtime", "gpt-4o-mini-tts",
                           "text-embedding-3-small", "gpt-4o-transcribe", "gpt-4o-search-preview",
                           "whisper-1", "dall-e-3", "omni-moderation-latest", ""})
    CHECK_FALSE(is_chat_model(name));
  CHECK(without_snapshot_date("gpt-5-mini-2025-08-07") == "gpt-5-mini");
  for (const char* name : {"gpt-5-mini", "-2025-08-07", "gpt-5-mini-2025-08-0x", ""})
    CHECK(without_snapshot_date(name) == name);
}

TEST_CASE("a list without one of OpenAI's names is another server's and is taken as it is") {
  CHECK(chat_models_of({"qwen3", "", "mistral", "qwen3"}) == Names{"mistral", "qwen3"});
  CHECK(chat_models_of({}).empty());
}

TEST_CASE("OpenAI offers its models for chats, the configured one first") {
  OpenAiSetup setup;
  setup.server.on(
      "GET /v1/models",
      {test::send(whole_answer(200, "application/json", fixture("openai/models.json")))});
  const std::vector<ModelInfo> models = setup.provider->models();
  CHECK(names_of(models) == Names{"gpt-5-mini", "chatgpt-4o-latest", "gpt-4.1", "o3"});
  CHECK(models[0].is_default);
  CHECK_FALSE(models[1].is_default);
  CHECK(models[1].window_tokens == 128000);
  CHECK(setup.server.requests().at(0).headers.at("authorization") == "Bearer " + kOpenAiKey);
}

TEST_CASE("OpenAI's models are remembered for minutes, a failure for half a minute") {
  OpenAiSetup setup;
  const auto asked = [&] { return setup.server.requests("GET /v1/models").size(); };
  setup.server.on("GET /v1/models", {test::send(whole_answer(500, "application/json", "{}"))});
  setup.server.on(
      "GET /v1/models",
      {test::send(whole_answer(200, "application/json", fixture("openai/models.json")))});
  CHECK(names_of(setup.provider->models()) == Names{"gpt-5-mini"});
  setup.clock.pass(29'000);
  CHECK(setup.provider->models().size() == 1);
  CHECK(asked() == 1);
  setup.clock.pass(1'000);
  CHECK(setup.provider->models().size() == 4);
  setup.clock.pass(299'000);
  CHECK(setup.provider->models().size() == 4);
  CHECK(asked() == 2);
  setup.clock.pass(1'000);
  CHECK(setup.provider->models().size() == 4);
  CHECK(asked() == 3);
}

TEST_CASE("a server of the Responses API without a key is not asked for its models") {
  FakeUpstream server;
  TestClock clock;
  OpenAiOptions options;
  options.base_url = server.url("/v1");
  options.model = "local";
  CHECK(names_of(make_openai_provider(options, clock)->models()) == Names{"local"});
  CHECK(server.requests().empty());
}

TEST_CASE("Ollama offers what it has and can chat, and says what does not run on this machine") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kTagsRoute, ollama_file(200, "tags.json"));
  const std::vector<ModelInfo> models = setup.provider->models();
  CHECK(names_of(models) == Names{"llama3.2", "qwen3:8b", "gpt-oss:120b-cloud"});
  CHECK(models[0] == ModelInfo{ProviderId::ollama, "llama3.2", 8192, true, true});
  CHECK(models[1] == ModelInfo{ProviderId::ollama, "qwen3:8b", 8192, false, true});
  CHECK(models[2] == ModelInfo{ProviderId::ollama, "gpt-oss:120b-cloud", 8192, false, false});
}

TEST_CASE("an Ollama without the configured model offers the others, none of them as default") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kTagsRoute, ollama_json(200, R"({"models":[{"name":"qwen3:8b"}]})"));
  const std::vector<ModelInfo> models = setup.provider->models();
  CHECK(names_of(models) == Names{"qwen3:8b"});
  CHECK_FALSE(models[0].is_default);
}

TEST_CASE("what is no list of models gives none") {
  for (const char* body :
       {R"({"models":null})", R"({"models":7})", R"({"models":[7,{}]})", "[]", "nonsense", ""}) {
    OllamaSetup setup;
    setup.is_ollama().server.on(kTagsRoute, ollama_json(200, body));
    CHECK(setup.provider->models().empty());
  }
}

TEST_CASE("another server offers its models, and the configured one whether it is listed or not") {
  OllamaSetup setup;
  setup.server.on(kTagsRoute, ollama_json(200, R"({"models":[],"data":[]})"));
  setup.server.on(kModelsRoute, ollama_json(200, R"({"data":[{"id":"local.gguf"},{"id":""}]})"));
  const std::vector<ModelInfo> models = setup.provider->models();
  CHECK(names_of(models) == Names{"llama3.2", "local.gguf"});
  CHECK(models[0].is_default);
}

TEST_CASE("Ollama's models are remembered for a few seconds") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kTagsRoute, ollama_file(200, "tags.json"));
  (void)setup.provider->models();
  setup.clock.pass(4999);
  (void)setup.provider->models();
  CHECK(setup.server.requests(kTagsRoute).size() == 1);
  setup.clock.pass(1);
  (void)setup.provider->models();
  CHECK(setup.server.requests(kTagsRoute).size() == 2);
}

TEST_CASE("a silent server holds up a list of models for two seconds at most") {
  OllamaSetup ollama;
  ollama.server.on(kVersionRoute, ollama_json(404, "{}"));
  ollama.server.on(kTagsRoute, {hold()});
  OpenAiSetup openai;
  openai.server.on("GET /v1/models", {hold()});
  for (Provider* provider : {ollama.provider.get(), openai.provider.get()}) {
    const auto began = std::chrono::steady_clock::now();
    (void)provider->models();
    CHECK(std::chrono::steady_clock::now() - began < 5s);  // 2 s, on a machine with nothing else
  }
}

TEST_CASE("a server that drips its list of models is not waited for either") {
  OpenAiSetup setup;
  setup.server.on("GET /v1/models",
                  streamed_answer("application/json", std::string(1000, ' '), 1, 20ms));
  const auto began = std::chrono::steady_clock::now();
  CHECK(setup.provider->models().size() == 1);
  CHECK(std::chrono::steady_clock::now() - began < 10s);  // the whole would take 20 s
}

TEST_CASE("the demo is one model, on this machine") {
  const std::vector<ModelInfo> models = make_demo_provider()->models();
  REQUIRE(models.size() == 1);
  CHECK(models[0] == ModelInfo{ProviderId::demo, "demo", 32768, true, true});
}

TEST_CASE("only names of this machine count as this machine") {
  for (const char* url : {"http://localhost:11434", "http://127.0.0.1/v1", "http://[::1]:1",
                          "http://host.docker.internal:11434/v1"})
    CHECK(parse_base_url(url, "X").value().is_this_machine());
  for (const char* url : {"http://127.evil.example", "http://192.168.1.2:11434",
                          "https://api.openai.com/v1", "http://localhost.example"})
    CHECK_FALSE(parse_base_url(url, "X").value().is_this_machine());
}
