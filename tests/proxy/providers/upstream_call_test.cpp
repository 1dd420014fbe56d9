// What a provider says of the request that it sent, against what the server received.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <map>

#include "proxy/providers/demo.h"
#include "tests/proxy/providers/ollama_setup.h"
#include "tests/proxy/providers/openai_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

namespace {

Prompt full_prompt(const std::string& model) {
  Prompt prompt;
  prompt.model = model;
  prompt.instructions = "Be \"brief\".\n";
  prompt.messages = {
      {Role::user, "My name is 小明"}, {Role::assistant, "Hi!"}, {Role::user, "👩‍💻?"}};
  prompt.max_output_tokens = 800;
  prompt.temperature = 0.3;
  prompt.request_id = "req-1.a_B";
  return prompt;
}

// `call` is the received request, but for the key and what every HTTP client adds.
void check_is_the_same(const UpstreamCall& call, const FakeRequest& received,
                       const std::string& origin, const std::string& key_word) {
  CHECK(call.method == received.method);
  CHECK(call.url == origin + received.path);
  CHECK(call.body == received.body);
  std::map<std::string, std::string> expected = received.headers;
  for (const char* added : {"host", "connection", "content-length"}) expected.erase(added);
  if (expected.contains("authorization")) expected["authorization"] = "Bearer $" + key_word;
  std::map<std::string, std::string> shown;
  for (auto [name, value] : call.headers) {
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    shown[name] = value;
  }
  CHECK(shown == expected);
}

void check_describes(const UpstreamTrace& trace, const UpstreamCall& call) {
  CHECK(trace.url == call.url);
  CHECK(trace.body_bytes == static_cast<std::int64_t>(call.body.size()));
  CHECK(trace.body_hash == text_hash(call.body));
}

}  // namespace

TEST_CASE("the call of an OpenAI answer is byte for byte what was sent, without the key") {
  OpenAiSetup setup(openai_stream("stream_completed.sse"));
  Prompt prompt = full_prompt("gpt-5-mini");
  prompt.previous_response_id = "resp_9";
  prompt.keep_at_provider = true;
  const Answer answer = ask(*setup.provider, prompt);
  const auto call = setup.provider->call_for(prompt, "responses");
  REQUIRE(call);
  check_is_the_same(*call, setup.server.requests().at(0), setup.server.url(), "OPENAI_API_KEY");
  CHECK(answer.end.trace.format == "responses");
  check_describes(answer.end.trace, *call);
  CHECK_FALSE(setup.provider->call_for(prompt, "ollama"));
}

TEST_CASE("the call of a server that gets no key has no key") {
  FakeUpstream server;
  server.on(kResponsesRoute, openai_stream("stream_completed.sse"));
  TestClock clock;
  OpenAiOptions options;
  options.base_url = server.url("/v1");
  const auto provider = make_openai_provider(options, clock);
  const Prompt prompt = full_prompt("local");
  ask(*provider, prompt);
  const UpstreamCall call = provider->call_for(prompt, "responses").value();
  check_is_the_same(call, server.requests().at(0), server.url(), "");
  for (const auto& [name, value] : call.headers) CHECK(name != "Authorization");
}

TEST_CASE("the call of an Ollama answer is byte for byte what was sent, in either format") {
  const Prompt prompt = full_prompt("llama3.2");
  OllamaSetup native;
  native.is_ollama().server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  const Answer answer = ask(*native.provider, prompt);
  CHECK(answer.end.trace.format == "ollama");
  CHECK(answer.end.trace.response_id.empty());
  const UpstreamCall call = native.provider->call_for(prompt, answer.end.trace.format).value();
  check_is_the_same(call, native.server.requests(kChatRoute).at(0), native.server.url(),
                    "OLLAMA_API_KEY");
  check_describes(answer.end.trace, call);

  OllamaSetup other;
  other.server.on(kTagsRoute, ollama_json(200, R"({"data":[]})"));
  other.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
  const Answer other_answer = ask(*other.provider, prompt);
  CHECK(other_answer.end.trace.format == "chat_completions");
  CHECK(other_answer.end.trace.response_id == "chatcmpl-417");
  const UpstreamCall other_call = other.provider->call_for(prompt, "chat_completions").value();
  check_is_the_same(other_call, other.server.requests(kCompletionsRoute).at(0), other.server.url(),
                    "OLLAMA_API_KEY");
  check_describes(other_answer.end.trace, other_call);
  CHECK_FALSE(other.provider->call_for(prompt, "responses"));
}

TEST_CASE("when Ollama's API is gone, the trace has the attempts at both") {
  OllamaSetup setup;
  setup.is_ollama();
  setup.server.on(kCompletionsRoute, ollama_events("completions_stream.sse"));
  const UpstreamTrace trace = setup.ask().end.trace;
  CHECK(trace.format == "chat_completions");
  REQUIRE(trace.attempts.size() == 2);
  CHECK(trace.attempts[0] == UpstreamAttempt{ProviderId::ollama, 404, "upstream_error", 0});
  CHECK(trace.attempts[1] == UpstreamAttempt{ProviderId::ollama, 200, "", 0});
}

TEST_CASE("a busy Ollama is asked again, one that is not there once more") {
  OllamaSetup busy("/v1", 2);
  busy.is_ollama().server.on(kChatRoute, ollama_json(503, R"({"error":"server busy"})"));
  busy.server.on(kChatRoute, ollama_lines("chat_stream.ndjson"));
  CHECK(busy.ask().end.trace.attempts.size() == 2);

  TestClock clock;
  OllamaOptions options;
  options.retry_base_ms = 2;
  {
    const FakeUpstream gone;
    options.base_url = gone.url("/v1");
  }
  const Answer answer = ask(*make_ollama_provider(options, clock), prompt_of("Hi", "llama3.2"));
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
  CHECK(answer.end.trace.attempts.size() == 2);
  CHECK(answer.end.trace.format.empty());  // nothing was sent
}

TEST_CASE("the trace names the answer and the request as OpenAI does, and when it began") {
  const FakeReply reply{pause(60ms), test::send(whole_answer(200, "text/event-stream",
                                                             fixture("openai/stream_completed.sse"),
                                                             "x-request-id: req_0a1b\r\n"))};
  OpenAiSetup setup(reply);
  const UpstreamTrace trace = setup.ask().end.trace;
  CHECK(trace.status == 200);
  CHECK(trace.response_id == "resp_1");
  CHECK(trace.request_id == "req_0a1b");
  REQUIRE(trace.first_byte_ms);
  CHECK(*trace.first_byte_ms >= 50);
  CHECK(trace.attempts == std::vector{UpstreamAttempt{ProviderId::chatgpt, 200, "", 0}});
}

TEST_CASE("the trace of a refusal has its status and the upstream's name for the request") {
  OpenAiSetup setup(openai_refusal(400, "refusal_400_context.json", "x-request-id: req_2\r\n"));
  const UpstreamTrace trace = setup.ask().end.trace;
  CHECK(trace.status == 400);
  CHECK(trace.request_id == "req_2");
  CHECK(trace.first_byte_ms);
  CHECK(trace.attempts ==
        std::vector{UpstreamAttempt{ProviderId::chatgpt, 400, "upstream_error", 0}});
}

TEST_CASE("a name that an upstream gives is kept only when it is one") {
  for (const std::string& bad :
       std::vector<std::string>{"<script>", "a b", std::string(300, 'x')}) {
    OpenAiSetup setup(
        {test::send(whole_answer(200, "text/event-stream", fixture("openai/stream_completed.sse"),
                                 "x-request-id: " + bad + "\r\n"))});
    const Answer answer = setup.ask();
    CHECK(answer.end.ending == Ending::completed);
    CHECK(answer.end.trace.request_id.empty());
  }
}

TEST_CASE("a request's id goes upstream when it is one, and never when it could break a header") {
  for (const std::string id : {"abc", "A-b_c.9"}) {
    OpenAiSetup setup(openai_stream("stream_completed.sse"));
    Prompt prompt = prompt_of("Hi");
    prompt.request_id = id;
    ask(*setup.provider, prompt);
    CHECK(setup.server.requests().at(0).headers.at("x-request-id") == id);
  }
  for (const std::string& id :
       std::vector<std::string>{"", "a b", "a\r\nX-Evil: 1", "ä", std::string(129, 'a')}) {
    OpenAiSetup setup(openai_stream("stream_completed.sse"));
    Prompt prompt = prompt_of("Hi");
    prompt.request_id = id;
    ask(*setup.provider, prompt);
    CHECK_FALSE(setup.server.requests().at(0).headers.contains("x-request-id"));
    CHECK_FALSE(setup.server.requests().at(0).headers.contains("x-evil"));
  }
}

TEST_CASE("OpenAI keeps an answer and goes on from one only when the prompt says so") {
  OpenAiSetup setup(openai_stream("stream_completed.sse"));
  Prompt prompt = prompt_of("What's my name?");
  ask(*setup.provider, prompt);
  prompt.keep_at_provider = true;
  prompt.previous_response_id = "resp_9";
  ask(*setup.provider, prompt);
  const auto requests = setup.server.requests();
  CHECK(requests.at(0).body.find(R"("store":false)") != std::string::npos);
  CHECK(requests.at(0).body.find("previous_response_id") == std::string::npos);
  CHECK(requests.at(1).body.find(R"("store":true,"previous_response_id":"resp_9")") !=
        std::string::npos);
}

TEST_CASE("a response that OpenAI no longer holds is known as such, however it says so") {
  const std::vector<FakeReply> replies{openai_refusal(400, "refusal_400_previous_response.json"),
                                       openai_refusal(404, "refusal_400_previous_response.json"),
                                       openai_stream("stream_previous_response_gone.sse")};
  for (const FakeReply& reply : replies) {
    OpenAiSetup setup(reply, retried_soon());
    Prompt prompt = prompt_of("Hi");
    prompt.previous_response_id = "resp_9";
    const Answer answer = ask(*setup.provider, prompt);
    CHECK(answer.end.is_previous_response_gone);
    CHECK(answer.end.ending == Ending::upstream_error);
    CHECK(answer.error_says("no longer holds the response"));
    CHECK_FALSE(answer.end.error->retryable);
    CHECK(setup.server.requests().size() == 1);
  }
  for (const char* name : {"refusal_404_model.json", "refusal_400_context.json"})
    CHECK_FALSE(OpenAiSetup(openai_refusal(404, name)).ask().end.is_previous_response_gone);
}

TEST_CASE("the demo shows the call that the proxy itself would answer in the same way") {
  DemoOptions options;
  options.api_url = "http://localhost:9999";
  options.piece_delay_ms = 0;
  const auto provider = make_demo_provider(options);
  const Prompt prompt = full_prompt("demo");
  const Answer answer = ask(*provider, prompt);
  const UpstreamCall call = provider->call_for(prompt, answer.end.trace.format).value();
  CHECK(call.method == "POST");
  CHECK(call.url == "http://localhost:9999/v1/chat/completions");
  CHECK(call.body.starts_with(R"({"model":"demo","messages":[{"role":"system",)"));
  check_describes(answer.end.trace, call);
  CHECK(answer.end.trace.attempts == std::vector{UpstreamAttempt{ProviderId::demo, 0, "", 0}});
  CHECK_FALSE(provider->call_for(prompt, "responses"));
}

TEST_CASE(
    "a provider that cannot be used has no call, and says in the trace why nothing was sent") {
  TestClock clock;
  const auto provider = make_openai_provider({}, clock);
  CHECK_FALSE(provider->call_for(prompt_of("Hi"), "responses"));
  CHECK(provider->models().empty());
  CHECK(ask(*provider, prompt_of("Hi")).end.trace.attempts ==
        std::vector{UpstreamAttempt{ProviderId::chatgpt, 0, "provider_unavailable", 0}});
}
