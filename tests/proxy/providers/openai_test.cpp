#include "proxy/providers/openai.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "tests/proxy/providers/openai_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;
TEST_CASE("ChatGPT without a key says where to put one") {
  TestClock clock;
  const auto provider = make_openai_provider({}, clock);
  const ProviderStatus status = provider->status();
  CHECK(status.id == ProviderId::chatgpt);
  CHECK_FALSE(status.available);
  CHECK(status.reason.find("put OPENAI_API_KEY in .env") != std::string::npos);
  CHECK(status.model == "gpt-5-mini");
  const Answer answer = ask(*provider, prompt_of("Hi"));
  CHECK(answer.end.ending == Ending::upstream_error);
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
}

TEST_CASE("another server of the Responses API may do without a key, and then gets none") {
  FakeUpstream server;
  server.on(kResponsesRoute, openai_stream("stream_completed.sse"));
  TestClock clock;
  OpenAiOptions options;
  options.base_url = server.url("/v1");
  const auto provider = make_openai_provider(options, clock);
  CHECK(provider->status().available);
  CHECK(ask(*provider, prompt_of("Hi")).text == kOpenAiText);
  CHECK_FALSE(server.requests().at(0).headers.contains("authorization"));
}

TEST_CASE("an OPENAI_BASE_URL that is none makes ChatGPT unavailable, with the reason") {
  TestClock clock;
  OpenAiOptions options;
  options.base_url = "api.openai.com";
  options.api_key = Secret(kOpenAiKey);
  const ProviderStatus status = make_openai_provider(options, clock)->status();
  CHECK_FALSE(status.available);
  CHECK(status.reason.find("OPENAI_BASE_URL") != std::string::npos);
}

TEST_CASE("a turn with OpenAI is one request with the key and one streamed answer") {
  OpenAiSetup setup(openai_stream("stream_completed.sse", 7));
  const Answer answer = setup.ask("What's my name?");
  CHECK(answer.text == kOpenAiText);
  CHECK(answer.end.ending == Ending::completed);
  CHECK_FALSE(answer.end.error);
  CHECK(answer.end.model == "gpt-5-mini-2025-08-07");
  CHECK(answer.end.usage == Usage{40, 12, 8, 5});
  CHECK(answer.pieces > 4);
  REQUIRE(setup.server.requests(kResponsesRoute).size() == 1);
  const FakeRequest request = setup.server.requests(kResponsesRoute)[0];
  CHECK(request.headers.at("authorization") == "Bearer " + kOpenAiKey);
  CHECK(request.body ==
        R"({"model":"gpt-5-mini","store":false,"stream":true,"max_output_tokens":800,)"
        R"("reasoning":{"effort":"minimal"},)"
        R"("input":[{"type":"message","role":"user","content":"What's my name?"}]})");
}

TEST_CASE("an effort that was configured is asked for with every model") {
  OpenAiOptions options;
  options.reasoning_effort = "low";
  OpenAiSetup setup(openai_stream("stream_completed.sse"), options);
  setup.ask();
  CHECK(setup.server.requests().at(0).body.find(R"("effort":"low")") != std::string::npos);
}

TEST_CASE("an OpenAI answer that is not streamed comes whole") {
  OpenAiSetup setup(
      {test::send(whole_answer(200, "application/json", fixture("openai/whole_completed.json")))});
  Prompt prompt = prompt_of("Hi");
  prompt.stream = false;
  const Answer answer = ask(*setup.provider, prompt);
  CHECK(answer.text == kOpenAiText);
  CHECK(answer.end.ending == Ending::completed);
  CHECK(setup.server.requests().at(0).body.find(R"("stream":false)") != std::string::npos);
}

TEST_CASE("a server that answers in the other form than asked is understood") {
  OpenAiSetup setup(
      {test::send(whole_answer(200, "application/json", fixture("openai/whole_completed.json")))});
  CHECK(setup.ask().text == kOpenAiText);
}

TEST_CASE("OpenAI answers one after another share a connection") {
  OpenAiSetup setup(openai_stream("stream_completed.sse"));
  setup.ask();
  setup.ask();
  CHECK(setup.server.requests().at(1).connection == 1);
}

TEST_CASE("a refused key is an error that does not show it, though OpenAI echoes it") {
  OpenAiSetup setup(openai_refusal(401, "refusal_401.json"));
  const Answer answer = setup.ask();
  CHECK(answer.end.ending == Ending::upstream_error);
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
  CHECK(answer.error_says("check OPENAI_API_KEY"));
  CHECK(answer.error_says("Incorrect API key"));
  CHECK_FALSE(answer.error_says("SECRET"));
}

TEST_CASE("a key echoed in any part of an answer is in no error") {
  const std::vector<FakeReply> replies{
      {test::send(whole_answer(500, "application/json", R"({"error":")" + kOpenAiKey + R"("})"))},
      {test::send(whole_answer(400, "application/json",
                               R"({"error":{"message":"","code":")" + kOpenAiKey + R"("}})"))},
      {test::send(whole_answer(502, "text/html", "<html>" + kOpenAiKey + "</html>"))},
      {test::send(whole_answer(200, "text/event-stream",
                               R"(data: {"type":"error","message":")" + kOpenAiKey + "\"}\n\n"))},
      {test::send(whole_answer(200, "text/event-stream", "data: " + kOpenAiKey + "\n\n"))},
      {test::send(
          whole_answer(307, "text/plain", kOpenAiKey, "Location: /" + kOpenAiKey + "\r\n"))}};
  for (const FakeReply& reply : replies) {
    OpenAiSetup setup(reply);
    const Answer answer = setup.ask();
    INFO(answer.error());
    CHECK(answer.end.ending == Ending::upstream_error);
    REQUIRE(answer.end.error);
    CHECK_FALSE(answer.error_says(kOpenAiKey));
    CHECK_FALSE(answer.error_says("SECRET"));
  }
}

TEST_CASE("a rate limit of OpenAI is passed on with the time to wait") {
  OpenAiSetup setup(openai_refusal(429, "refusal_429.json", "Retry-After: 20\r\n"));
  const Answer answer = setup.ask();
  CHECK(answer.end.error->code == ErrorCode::rate_limited);
  CHECK(answer.end.error->retryable);
  CHECK(answer.end.error->retry_after_seconds == 20);
}

TEST_CASE("Retry-After as a date is counted from now") {
  // The test clock stands at Sun, 09 Sep 2001 01:46:40 GMT.
  OpenAiSetup setup(
      openai_refusal(429, "refusal_429.json", "Retry-After: Sun, 09 Sep 2001 01:47:00 GMT\r\n"));
  CHECK(setup.ask().end.error->retry_after_seconds == 20);
}

TEST_CASE("an OpenAI account without credit is not tried again") {
  OpenAiSetup setup(openai_refusal(429, "refusal_429_quota.json", "Retry-After: 20\r\n"));
  CHECK_FALSE(setup.ask().end.error->retryable);
}

TEST_CASE("refusals of OpenAI are errors with its own sentence") {
  CHECK(OpenAiSetup(openai_refusal(404, "refusal_404_model.json")).ask().error_says("gpt-9"));
  CHECK(OpenAiSetup(openai_refusal(400, "refusal_400_temperature.json")).ask().end.error->param ==
        "temperature");
  CHECK(OpenAiSetup(openai_refusal(400, "refusal_400_context.json"))
            .ask()
            .error_says("context window"));
  CHECK(OpenAiSetup(openai_refusal(500, "refusal_500.json")).ask().end.error->retryable);
  CHECK(OpenAiSetup(openai_refusal(503, "refusal_500.json")).ask().end.error->retryable);
  CHECK(OpenAiSetup(openai_refusal(502, "refusal_502.html")).ask().end.error->code ==
        ErrorCode::upstream_error);
}

TEST_CASE("a web page with status 200 says that the address is wrong") {
  OpenAiSetup setup(openai_refusal(200, "refusal_502.html"));
  const Answer answer = setup.ask();
  CHECK(answer.text.empty());
  CHECK(answer.error_says("OPENAI_BASE_URL"));
}

TEST_CASE("a redirect of OpenAI is not followed and takes the key nowhere") {
  OpenAiSetup setup(
      {test::send(whole_answer(307, "text/plain", "", "Location: /v2/responses\r\n"))});
  CHECK(setup.ask().error_says("redirect"));
  CHECK(setup.server.requests().size() == 1);
}

TEST_CASE("every bad ending of an OpenAI stream keeps the text and says why") {
  for (const char* name : {"stream_failed.sse", "stream_error_nested.sse", "stream_error_flat.sse",
                           "stream_error_gateway.sse", "stream_truncated.sse"}) {
    const Answer answer = OpenAiSetup(openai_stream(name)).ask();
    INFO(name << ": " << answer.error());
    CHECK(answer.end.ending == Ending::upstream_error);
    CHECK(answer.text == "Half an");
    CHECK_FALSE(answer.error().empty());
  }
  CHECK(OpenAiSetup(openai_stream("stream_error_nested.sse")).ask().end.error->code ==
        ErrorCode::rate_limited);
}

TEST_CASE("an OpenAI connection that is reset in the middle keeps the text") {
  OpenAiSetup setup({test::send(chunked_head(200, "text/event-stream")),
                     test::send(chunk(fixture("openai/stream_truncated.sse"))), pause(50ms),
                     reset_connection()});
  const Answer answer = setup.ask();
  CHECK(answer.text == "Half an");
  CHECK(answer.error_says("broke off"));
  CHECK(answer.end.error->retryable);
}

TEST_CASE("an OpenAI that sends nonsense is an upstream error") {
  OpenAiSetup setup({test::send(whole_answer(200, "text/event-stream", "data: {\"type\":\n\n"))});
  CHECK(setup.ask().error_says("cannot be read"));
}

TEST_CASE("a silent OpenAI is a time-out that names its setting") {
  OpenAiOptions options;
  options.silence_timeout_seconds = 1;
  OpenAiSetup setup({hold()}, options);
  const Answer answer = setup.ask();
  CHECK(answer.end.error->code == ErrorCode::upstream_timeout);
  CHECK(answer.error_says("UPSTREAM_TIMEOUT_SECONDS"));
}

TEST_CASE("an address where nothing answers is named") {
  std::string url;
  {
    const FakeUpstream gone;
    url = gone.url("/v1");
  }
  TestClock clock;
  OpenAiOptions options;
  options.base_url = url;
  const auto provider = make_openai_provider(options, clock);
  const Answer answer = ask(*provider, prompt_of("Hi"));
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
  CHECK(answer.error_says("Nothing answers at http://127.0.0.1:"));
}

TEST_CASE("a turn with OpenAI ends as the token says, with the text so far") {
  for (const Ending why : {Ending::cancelled, Ending::disconnected}) {
    OpenAiSetup setup({test::send(chunked_head(200, "text/event-stream")),
                       test::send(chunk(fixture("openai/stream_truncated.sse"))), hold()});
    CancelToken cancel;
    RecordingSink sink;
    // The text has come, then the model is silent: that is when people press stop.
    std::promise<void> has_text;
    sink.on_first_piece = [&] { has_text.set_value(); };
    std::future<AnswerEnd> end = std::async(
        std::launch::async, [&] { return setup.provider->stream(prompt_of("Hi"), sink, cancel); });
    has_text.get_future().wait();
    cancel.cancel(why);
    REQUIRE(end.wait_for(10s) == std::future_status::ready);
    const AnswerEnd answer = end.get();
    CHECK(answer.ending == why);
    CHECK_FALSE(answer.error);
    CHECK(answer.model == "gpt-5-mini-2025-08-07");
    CHECK(sink.text == "Half an");
    CHECK(setup.server.wait_for_hang_ups(1));
  }
}

TEST_CASE("a sink that stops listening stops the upstream") {
  OpenAiSetup setup({test::send(chunked_head(200, "text/event-stream")),
                     test::send(chunk(fixture("openai/stream_truncated.sse"))), hold()});
  RecordingSink sink;
  sink.stop_after = 1;
  CancelToken cancel;
  CHECK(setup.provider->stream(prompt_of("Hi"), sink, cancel).ending == Ending::disconnected);
  CHECK(setup.server.wait_for_hang_ups(1));
}

TEST_CASE("a server that never ends the body after its last event is not waited for") {
  FakeReply reply = openai_stream("stream_completed.sse");
  reply.back() = hold();  // in place of the last chunk
  OpenAiSetup setup(reply);
  CHECK(setup.ask().end.ending == Ending::completed);
  CHECK(setup.server.wait_for_hang_ups(1));
}

TEST_CASE("an answer that ended before it was cancelled stays completed") {
  // Small enough to arrive in one piece: the text and the end of it.
  const std::string bytes =
      "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
      "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n";
  OpenAiSetup setup({test::send(chunked_head(200, "text/event-stream") + chunk(bytes)), hold()});
  CancelToken cancel;
  RecordingSink sink;
  sink.on_first_piece = [&] { cancel.cancel(Ending::cancelled); };
  const AnswerEnd end = setup.provider->stream(prompt_of("Hi"), sink, cancel);
  CHECK(end.ending == Ending::completed);
  CHECK(sink.text == "Hi");
}

TEST_CASE("an answer that is packed although it was not asked to be is an error, not noise") {
  OpenAiSetup setup(
      {test::send(whole_answer(200, "text/event-stream", "\x1f\x8b\x08\x01\x02\x03\n\n data: \x04",
                               "Content-Encoding: gzip\r\n"))});
  const Answer answer = setup.ask();
  CHECK(answer.text.empty());
  CHECK(answer.end.ending == Ending::upstream_error);
  CHECK(setup.server.requests().at(0).headers.at("accept-encoding") == "identity");
}
