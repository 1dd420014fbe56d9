#include "proxy/providers/ollama.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "tests/proxy/providers/ollama_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;
TEST_CASE("Ollama is asked through its own API, where nothing is lost in silence") {
  for (const char* path : {"/v1", "", "/v1/", "/"}) {
    OllamaSetup setup(path);
    setup.is_ollama().server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
    const Answer answer = setup.ask();
    CHECK(answer.text == "Your name is 小明.");
    CHECK(answer.end.ending == Ending::completed);
    CHECK(answer.end.usage == Usage{26, 7, std::nullopt, std::nullopt});
    REQUIRE(setup.server.requests(kChatRoute).size() == 1);
    CHECK(setup.server.requests(kChatRoute)[0].body ==
          R"({"model":"llama3.2","messages":[{"role":"user","content":"Hi"}],"stream":true,)"
          R"("truncate":false,"shift":false,"keep_alive":"10m",)"
          R"("options":{"num_ctx":8192,"num_predict":800}})");
  }
}

TEST_CASE("an Ollama behind a path prefix is found there") {
  OllamaSetup setup("/ollama/v1");
  setup.server.on("GET /ollama/api/version", ollama_json(200, R"({"version":"0.13.3"})"));
  setup.server.on("POST /ollama/api/chat", ollama_lines("chat_stream.ndjson"));
  CHECK(setup.ask().end.ending == Ending::completed);
}

TEST_CASE("an Ollama answer that is not streamed comes whole") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, ollama_file(200, "chat_whole.json"));
  Prompt prompt = prompt_of("Hi", "llama3.2");
  prompt.stream = false;
  const Answer answer = ask(*setup.provider, prompt);
  CHECK(answer.text == "Your name is 小明.");
  CHECK(answer.reasoning == "Easy.");
}

TEST_CASE("which API the server speaks is found out once") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  setup.ask();
  setup.ask();
  setup.ask();
  CHECK(setup.server.requests(kVersionRoute).size() == 1);
  CHECK(setup.server.requests(kChatRoute).size() == 3);
}

TEST_CASE("a server that is not Ollama is asked through chat completions") {
  const std::vector<FakeReply> versions{
      ollama_json(404,
                  R"({"error":{"code":404,"message":"File Not Found","type":"not_found_error"}})"),
      ollama_json(404, R"({"detail":"Not Found"})"),
      ollama_json(
          200,
          R"({"error":"Unexpected endpoint or method. (GET /api/version). Sent 200 anyway."})"),
      {test::send(whole_answer(405, "text/html", "<html>"))}};
  for (const FakeReply& version : versions) {
    OllamaSetup setup;
    setup.server.on(kVersionRoute, version);
    setup.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
    const Answer answer = setup.ask();
    CHECK(answer.text == "Your name is 小明.");
    CHECK(answer.end.usage == Usage{26, 7, std::nullopt, std::nullopt});
    CHECK(setup.server.requests(kCompletionsRoute).at(0).headers.at("authorization") ==
          "Bearer ollama");
    // Ollama's own API is tried at most once, and only where nothing said what the server is.
    setup.ask();
    CHECK(setup.server.requests(kChatRoute).size() <= 1);
    CHECK(setup.server.requests(kCompletionsRoute).size() == 2);
  }
}

TEST_CASE("a llama.cpp server, which copies some of Ollama's paths, is never taken for it") {
  OllamaSetup setup;
  setup.server.on(kTagsRoute,
                  ollama_json(200, R"({"models":[{"name":"x"}],"object":"list","data":[]})"));
  setup.server.on(
      kChatRoute,
      ollama_events("completions_stream.sse"));  // it answers there as well, its own way
  setup.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
  CHECK(setup.ask().text == "Your name is 小明.");
  CHECK(setup.server.requests(kChatRoute).empty());
}

TEST_CASE("an Ollama that only lists its models, or says nothing of itself, is asked natively") {
  for (const bool lists : {true, false}) {
    OllamaSetup setup;
    if (lists) setup.server.on(kTagsRoute, ollama_json(200, R"({"models":null})"));
    setup.server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
    CHECK(setup.provider->status().available);
    CHECK(setup.ask().end.ending == Ending::completed);
    CHECK(setup.server.requests(kCompletionsRoute).empty());
  }
}

TEST_CASE("a server that streams although it was not asked to is understood") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  Prompt prompt = prompt_of("Hi", "llama3.2");
  prompt.stream = false;
  CHECK(ask(*setup.provider, prompt).text == "Your name is 小明.");
}

TEST_CASE("an Ollama answer that is not streamed may stand on many lines") {
  OllamaSetup setup;
  setup.is_ollama().server.on(
      kChatRoute,
      ollama_json(200, "{\n \"message\": {\n  \"content\": \"Hi\"\n },\n \"done\": true\n}\n"));
  Prompt prompt = prompt_of("Hi", "llama3.2");
  prompt.stream = false;
  const Answer answer = ask(*setup.provider, prompt);
  CHECK(answer.text == "Hi");
  CHECK(answer.end.ending == Ending::completed);
}

TEST_CASE("a chat completion that is not streamed comes whole") {
  OllamaSetup setup;
  setup.server.on(kCompletionsRoute, ollama_file(200, "completions_whole.json"));
  Prompt prompt = prompt_of("Hi", "llama3.2");
  prompt.stream = false;
  CHECK(ask(*setup.provider, prompt).text == "Your name is 小明.");
}

TEST_CASE("when the API that was found is gone, the other one is tried and remembered") {
  OllamaSetup setup;
  setup.is_ollama();  // but POST /api/chat is answered with 404, as by a gateway in between
  setup.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
  CHECK(setup.ask().end.ending == Ending::completed);
  CHECK(setup.ask().end.ending == Ending::completed);
  CHECK(setup.server.requests(kChatRoute).size() == 1);
  CHECK(setup.server.requests(kCompletionsRoute).size() == 2);
}

TEST_CASE("an Ollama that took the place of another server is found") {
  OllamaSetup setup;
  setup.server.on(kTagsRoute, ollama_json(200, R"({"data":[]})"));  // certainly not Ollama
  setup.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
  setup.server.on(kCompletionsRoute, ollama_json(404, R"({"detail":"Not Found"})"));
  setup.server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  CHECK(setup.ask().end.ending == Ending::completed);
  CHECK(setup.ask().end.ending == Ending::completed);
  CHECK(setup.server.requests(kChatRoute).size() == 1);
}

TEST_CASE("a server that speaks neither API says so after one try of each") {
  OllamaSetup setup;
  const Answer answer = setup.ask();
  CHECK(answer.end.ending == Ending::upstream_error);
  CHECK(answer.error_says("OLLAMA_BASE_URL"));
  CHECK(setup.server.requests(kChatRoute).size() == 1);
  CHECK(setup.server.requests(kCompletionsRoute).size() == 1);
}

TEST_CASE("a model that Ollama does not have says how to get it, and is no reason to fall back") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, ollama_file(404, "refusal_404_model.json"));
  const Answer answer = setup.ask();
  CHECK(answer.error_says("ollama pull llama3.2"));
  CHECK(answer.end.error->param == "model");
  CHECK(setup.server.requests(kCompletionsRoute).empty());
}

TEST_CASE("a conversation that does not fit Ollama's window is an error, never cut") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, ollama_file(400, "refusal_400_context.json"));
  CHECK(setup.ask().error_says("does not fit the context window"));
}

TEST_CASE("bad endings of a local answer keep the text and say why") {
  const std::vector<FakeReply> native{
      ollama_lines("chat_error.ndjson"),
      ollama_lines("chat_truncated.ndjson"),
      {test::send(chunked_head(200, "application/x-ndjson")),
       test::send(chunk(fixture("ollama/chat_error.ndjson").substr(0, 120))), pause(20ms),
       reset_connection()}};
  for (std::size_t i = 0; i < 2; ++i) {
    OllamaSetup setup;
    setup.is_ollama().server.on(kChatRoute, native[i]);
    const Answer answer = setup.ask();
    CHECK(answer.end.ending == Ending::upstream_error);
    CHECK(answer.text == "Half an");
    CHECK_FALSE(answer.error().empty());
  }
  OllamaSetup reset;
  reset.is_ollama().server.on(kChatRoute, native[2]);
  CHECK(reset.ask().error_says("broke off"));

  OllamaSetup died;
  died.server.on(kCompletionsRoute, ollama_events("completions_died.sse"));
  const Answer answer = died.ask();
  CHECK(answer.text == "Half an");
  CHECK(answer.error_says("without saying why"));
}

TEST_CASE("a busy Ollama can be tried again") {
  OllamaSetup setup;
  setup.is_ollama().server.on(
      kChatRoute,
      ollama_json(
          503, R"({"error":"server busy, please try again.  maximum pending requests exceeded"})"));
  CHECK(setup.ask().end.error->retryable);
}

TEST_CASE("a turn with Ollama is cancelled while the model is silent") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kChatRoute, {hold()});
  CancelToken cancel;
  RecordingSink sink;
  std::future<AnswerEnd> end = std::async(std::launch::async, [&] {
    return setup.provider->stream(prompt_of("Hi", "llama3.2"), sink, cancel);
  });
  REQUIRE(setup.server.wait_for_requests(2));
  cancel.cancel(Ending::cancelled);
  REQUIRE(end.wait_for(10s) == std::future_status::ready);
  CHECK(end.get().ending == Ending::cancelled);
  CHECK(setup.server.wait_for_hang_ups(1));
}

TEST_CASE("a turn with Ollama is cancelled while it is being found out what the server is") {
  OllamaSetup setup;
  setup.server.on(kVersionRoute, {hold()});
  CancelToken cancel;
  RecordingSink sink;
  std::future<AnswerEnd> end = std::async(std::launch::async, [&] {
    return setup.provider->stream(prompt_of("Hi", "llama3.2"), sink, cancel);
  });
  REQUIRE(setup.server.wait_for_requests(1));
  cancel.cancel(Ending::disconnected);
  CHECK(end.get().ending == Ending::disconnected);
  CHECK(setup.server.requests(kChatRoute).empty());
}

TEST_CASE("Ollama with the model is available") {
  OllamaSetup setup;
  setup.is_ollama();
  const ProviderStatus status = setup.provider->status();
  CHECK(status.id == ProviderId::ollama);
  CHECK(status.available);
  CHECK(status.reason.empty());
  CHECK(status.model == "llama3.2");
  CHECK(status.window_tokens == 8192);
}

TEST_CASE("the status of Ollama is remembered for a while and then asked for again") {
  OllamaSetup setup;
  setup.is_ollama();
  (void)setup.provider->status();
  (void)setup.provider->status();
  CHECK(setup.server.requests(kVersionRoute).size() == 1);
  setup.clock.pass(3000);
  (void)setup.provider->status();
  CHECK(setup.server.requests(kVersionRoute).size() == 2);
}

TEST_CASE("where nothing answers, the status says how to start Ollama") {
  std::string url;
  std::string origin;
  {
    const FakeUpstream gone;
    url = gone.url("/v1");
    origin = gone.url();
  }
  TestClock clock;
  OllamaOptions options;
  options.base_url = url;
  const auto provider = make_ollama_provider(options, clock);
  CHECK(provider->status().reason ==
        "Nothing answers at " + origin + ". Start it with `ollama serve`, or set OLLAMA_BASE_URL.");
  const Answer answer = ask(*provider, prompt_of("Hi", "llama3.2"));
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
  CHECK(answer.error_says("ollama serve"));
}

TEST_CASE("an Ollama without the configured model is not available, and says how to get it") {
  for (const char* models :
       {R"({"object":"list","data":null})", R"({"data":[{"id":"other:latest"}]})"}) {
    OllamaSetup setup;
    setup.server.on(kVersionRoute, ollama_json(200, R"({"version":"0.13.3"})"));
    setup.server.on(kModelsRoute, ollama_json(200, models));
    const ProviderStatus status = setup.provider->status();
    CHECK_FALSE(status.available);
    CHECK(status.reason.find("ollama pull llama3.2") != std::string::npos);
    CHECK(status.only_model_is_missing);
  }
}

TEST_CASE("another server is available whatever its models are called") {
  OllamaSetup setup;
  setup.server.on(kModelsRoute, ollama_json(200, R"({"data":[{"id":"local.gguf"}]})"));
  CHECK(setup.provider->status().available);
}

TEST_CASE("a server that wants another key, or is broken, is not available") {
  OllamaSetup wants_key;
  wants_key.server.on(kModelsRoute, ollama_json(401, R"({"error":{"message":"Unauthorized"}})"));
  CHECK(wants_key.provider->status().reason.find("OLLAMA_API_KEY") != std::string::npos);
  OllamaSetup broken;
  broken.server.on(kVersionRoute, ollama_json(502, ""));
  broken.server.on(kModelsRoute, ollama_json(502, ""));
  CHECK_FALSE(broken.provider->status().available);
}

TEST_CASE("a server that accepts connections and says nothing does not hold up the status") {
  OllamaSetup setup;
  setup.server.on(kVersionRoute, {hold()});
  const ProviderStatus status = setup.provider->status();
  CHECK_FALSE(status.available);
  CHECK(status.reason.find("does not answer") != std::string::npos);
}

TEST_CASE("a server that is too slow to say what it is gets the question all the same") {
  OllamaSetup setup;
  setup.server.on(kVersionRoute, {hold()});
  setup.server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  CHECK(setup.ask().end.ending == Ending::completed);
}

TEST_CASE("an Ollama that answered before and is slow now counts as busy, not as gone") {
  OllamaSetup setup;
  setup.is_ollama().server.on(kVersionRoute, {hold()});
  CHECK(setup.provider->status().available);
  setup.clock.pass(3000);
  CHECK(setup.provider->status().available);
  CHECK(setup.server.requests(kVersionRoute).size() == 2);
}

TEST_CASE("an OLLAMA_BASE_URL that is none makes Ollama unavailable, with the reason") {
  TestClock clock;
  OllamaOptions options;
  options.base_url = "localhost:11434";
  const auto provider = make_ollama_provider(options, clock);
  CHECK_FALSE(provider->status().available);
  CHECK(ask(*provider, prompt_of("Hi")).error_says("OLLAMA_BASE_URL"));
}
