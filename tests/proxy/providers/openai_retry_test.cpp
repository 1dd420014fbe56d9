#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "tests/proxy/providers/openai_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

namespace {

// One that answers well, after those replies.
struct RetrySetup : OpenAiSetup {
  explicit RetrySetup(const std::vector<FakeReply>& before, OpenAiOptions options = retried_soon())
      : OpenAiSetup({}, options) {
    for (const FakeReply& reply : before) server.on(kResponsesRoute, reply);
    server.on(kResponsesRoute, openai_stream("stream_completed.sse"));
  }

  std::size_t asked() const { return server.requests(kResponsesRoute).size(); }
};

FakeReply status_only(int status, std::string_view headers = "") {
  return {test::send(whole_answer(status, "application/json", "{}", headers))};
}

}  // namespace

TEST_CASE("a passing trouble of OpenAI is tried again, and the trace counts the attempts") {
  for (const int status : {408, 409, 429, 500, 502, 503, 504, 529}) {
    RetrySetup setup({status_only(status)});
    const Answer answer = setup.ask();
    INFO(status);
    CHECK(answer.text == kOpenAiText);
    CHECK(answer.end.ending == Ending::completed);
    CHECK_FALSE(answer.end.error);
    CHECK(setup.asked() == 2);
    const std::vector<UpstreamAttempt>& attempts = answer.end.trace.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].provider == ProviderId::chatgpt);
    CHECK(attempts[0].status == status);
    CHECK_FALSE(attempts[0].error.empty());
    CHECK(attempts[0].waited_ms == 0);
    CHECK(attempts[1] == UpstreamAttempt{ProviderId::chatgpt, 200, "", attempts[1].waited_ms});
    CHECK(attempts[1].waited_ms > 0);
    CHECK(answer.end.trace.status == 200);
  }
}

TEST_CASE("after the last retry the error is the last one") {
  RetrySetup setup({status_only(500), status_only(502), openai_refusal(429, "refusal_429.json")});
  const Answer answer = setup.ask();
  CHECK(answer.end.error->code == ErrorCode::rate_limited);
  CHECK(setup.asked() == 3);
  CHECK(answer.end.trace.attempts.size() == 3);
  CHECK(answer.end.trace.attempts[2].error == "rate_limited");
}

TEST_CASE("a refusal for good is not tried again") {
  const std::vector<FakeReply> refusals{openai_refusal(400, "refusal_400_context.json"),
                                        openai_refusal(401, "refusal_401.json"),
                                        openai_refusal(404, "refusal_404_model.json"),
                                        openai_refusal(429, "refusal_429_quota.json"),
                                        status_only(403),
                                        status_only(501),
                                        status_only(307, "Location: /elsewhere\r\n"),
                                        openai_refusal(200, "refusal_502.html"),
                                        status_only(503, "x-should-retry: false\r\n")};
  for (const FakeReply& refusal : refusals) {
    RetrySetup setup({refusal});
    const Answer answer = setup.ask();
    INFO(answer.error());
    CHECK(answer.end.error);
    CHECK(setup.asked() == 1);
    CHECK(answer.end.trace.attempts.size() == 1);
  }
}

TEST_CASE(
    "a connection that breaks before the answer is tried again, one that breaks in it is not") {
  RetrySetup before({{reset_connection()}});
  const Answer answer = before.ask();
  CHECK(answer.text == kOpenAiText);
  REQUIRE(answer.end.trace.attempts.size() == 2);
  CHECK(answer.end.trace.attempts[0].status == 0);

  RetrySetup after_the_head(
      {{test::send(chunked_head(200, "text/event-stream")), pause(50ms), reset_connection()}});
  CHECK(after_the_head.ask().error_says("broke off"));
  CHECK(after_the_head.asked() == 1);
}

TEST_CASE("an error inside an answer is tried again only while nothing has been read of it") {
  RetrySetup at_once({openai_stream("stream_rate_limit_at_once.sse")});
  const Answer answer = at_once.ask();
  CHECK(answer.text == kOpenAiText);
  REQUIRE(answer.end.trace.attempts.size() == 2);
  CHECK(answer.end.trace.attempts[0].error == "rate_limited");

  for (const char* name : {"stream_error_nested.sse", "stream_failed.sse"}) {
    RetrySetup after_text({openai_stream(name)});
    CHECK(after_text.ask().text == "Half an");
    CHECK(after_text.asked() == 1);
  }
}

TEST_CASE("OpenAI's wish for a wait is kept to where a person would still wait") {
  RetrySetup setup({openai_refusal(429, "refusal_429.json", "retry-after-ms: 30\r\n")});
  const Answer answer = setup.ask();
  CHECK(answer.text == kOpenAiText);
  CHECK(answer.end.trace.attempts.at(1).waited_ms == 30);

  RetrySetup too_long({openai_refusal(429, "refusal_429.json", "Retry-After: 21\r\n")});
  const Answer given_up = too_long.ask();
  CHECK(given_up.end.error->retry_after_seconds == 21);
  CHECK(too_long.asked() == 1);
}

TEST_CASE("a wait that would outlast the time for the answer is not begun") {
  OpenAiOptions options = retried_soon();
  options.total_timeout_seconds = 5;
  RetrySetup setup({openai_refusal(429, "refusal_429.json", "Retry-After: 10\r\n")}, options);
  CHECK(setup.ask().end.error->retry_after_seconds == 10);
  CHECK(setup.asked() == 1);
}

TEST_CASE("a turn is cancelled while it waits to be tried again") {
  RetrySetup setup({openai_refusal(429, "refusal_429.json", "Retry-After: 19\r\n")});
  CancelToken cancel;
  RecordingSink sink;
  std::future<AnswerEnd> end = std::async(
      std::launch::async, [&] { return setup.provider->stream(prompt_of("Hi"), sink, cancel); });
  REQUIRE(setup.server.wait_for_requests(1));
  CHECK(end.wait_for(50ms) == std::future_status::timeout);
  cancel.cancel(Ending::cancelled);
  REQUIRE(end.wait_for(10s) == std::future_status::ready);
  const AnswerEnd answer = end.get();
  CHECK(answer.ending == Ending::cancelled);
  CHECK_FALSE(answer.error);
  REQUIRE(answer.trace.attempts.size() == 1);
  CHECK(answer.trace.attempts[0].error == "rate_limited");
  CHECK(setup.asked() == 1);
}

TEST_CASE("an address where nothing answers is tried once more and then reported") {
  std::string url;
  {
    const FakeUpstream gone;
    url = gone.url("/v1");
  }
  TestClock clock;
  OpenAiOptions options = retried_soon();
  options.base_url = url;
  const Answer answer = ask(*make_openai_provider(options, clock), prompt_of("Hi"));
  CHECK(answer.end.error->code == ErrorCode::provider_unavailable);
  const std::vector<UpstreamAttempt>& attempts = answer.end.trace.attempts;
  REQUIRE(attempts.size() == 2);
  for (const UpstreamAttempt& attempt : attempts) {
    CHECK(attempt.status == 0);
    CHECK(attempt.error == "provider_unavailable");
  }
  CHECK_FALSE(answer.end.trace.first_byte_ms);
}

TEST_CASE("a silent OpenAI is not asked again: one time-out is long enough") {
  OpenAiOptions options = retried_soon();
  options.first_byte_timeout_seconds = 1;
  OpenAiSetup setup({hold()}, options);
  const Answer answer = setup.ask();
  CHECK(answer.end.error->code == ErrorCode::upstream_timeout);
  CHECK(answer.error_says("UPSTREAM_FIRST_BYTE_TIMEOUT_SECONDS"));
  CHECK(setup.server.requests().size() == 1);
}

TEST_CASE("an OpenAI that drips for ever is cut off when the time for an answer is over") {
  OpenAiOptions options = retried_soon();
  options.total_timeout_seconds = 1;
  FakeReply reply{test::send(chunked_head(200, "text/event-stream")),
                  test::send(chunk(fixture("openai/stream_truncated.sse")))};
  for (int i = 0; i < 1000; ++i) {
    reply.push_back(test::send(chunk(": still thinking\n\n")));
    reply.push_back(pause(10ms));
  }
  OpenAiSetup setup(reply, options);
  const Answer answer = setup.ask();
  CHECK(answer.end.error->code == ErrorCode::upstream_timeout);
  CHECK(answer.error_says("UPSTREAM_TOTAL_TIMEOUT_SECONDS"));
  CHECK(answer.text == "Half an");
  CHECK(setup.server.requests().size() == 1);
}
