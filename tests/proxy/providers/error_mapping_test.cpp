#include "proxy/providers/error_mapping.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/providers/decoding.h"

using namespace magic;
using namespace magic::test;

namespace {

const ProviderWords kWords{.name = "OpenAI",
                           .address = "https://api.openai.com",
                           .key_setting = "OPENAI_API_KEY",
                           .url_setting = "OPENAI_BASE_URL",
                           .model_setting = "OPENAI_MODEL",
                           .unreachable = "Check the network.",
                           .no_model = "Run `pull {model}`.",
                           .secret = Secret("sk-test-SECRET-0123456789")};

Error refused(int status, const std::string& fixture_name, int retry_after = 0) {
  return error_from_refusal(kWords, "gpt-9", status,
                            problem_from_body(fixture("openai/" + fixture_name)), retry_after);
}

bool says(const Error& error, std::string_view words) {
  UNSCOPED_INFO(error.message);
  return error.message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a wrong key says which setting to check and never shows the key") {
  const Error error = refused(401, "refusal_401.json");
  CHECK(error.code == ErrorCode::provider_unavailable);
  CHECK_FALSE(error.retryable);
  CHECK(says(error, "check OPENAI_API_KEY"));
  CHECK(says(error, "Incorrect API key provided: [redacted]."));
  CHECK_FALSE(says(error, "SECRET"));
}

TEST_CASE("too many requests can be tried again when the provider says so") {
  const Error error = refused(429, "refusal_429.json", 7);
  CHECK(error.code == ErrorCode::rate_limited);
  CHECK(error.retryable);
  CHECK(error.retry_after_seconds == 7);
}

TEST_CASE("an account without credit is not worth trying again") {
  const Error error = refused(429, "refusal_429_quota.json", 7);
  CHECK_FALSE(error.retryable);
  CHECK(error.retry_after_seconds == 0);
  CHECK(says(error, "plan and billing"));
}

TEST_CASE("a missing model is named, with what to do") {
  const Error error = refused(404, "refusal_404_model.json");
  CHECK(error.param == "model");
  CHECK(says(error, "no model 'gpt-9'. Run `pull gpt-9`."));
}

TEST_CASE("a refused field is named where it is a field of ours") {
  const Error error = refused(400, "refusal_400_temperature.json");
  CHECK(error.code == ErrorCode::upstream_error);
  CHECK(error.param == "temperature");
  CHECK(says(error, "does not support 0 with this model"));
}

TEST_CASE("a conversation that is too long says so, whichever server says it") {
  CHECK(says(refused(400, "refusal_400_context.json"), "does not fit the context window"));
  for (const char* message :
       {"the prompt is longer than the context length currently available to the model",
        "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing "
        "it"})
    CHECK(says(error_from_refusal(kWords, "m", 400, {"", "", "", message}, 0),
               "does not fit the context window"));
}

TEST_CASE("statuses without words are mapped too") {
  const auto by_status = [](int status) { return error_from_refusal(kWords, "m", status, {}, 0); };
  CHECK(by_status(403).code == ErrorCode::provider_unavailable);
  CHECK(says(by_status(404), "check OPENAI_BASE_URL"));
  CHECK(says(by_status(302), "redirect"));
  CHECK(by_status(504).code == ErrorCode::upstream_timeout);
  for (const int status : {500, 502, 503, 529}) {
    CHECK(by_status(status).code == ErrorCode::upstream_error);
    CHECK(by_status(status).retryable);
    CHECK(says(by_status(status), "(HTTP " + std::to_string(status) + ")"));
  }
  CHECK_FALSE(by_status(400).retryable);
}

TEST_CASE("a web page is not quoted") {
  const Error error = refused(502, "refusal_502.html");
  CHECK_FALSE(says(error, "<"));
  CHECK(error.retryable);
}

TEST_CASE("problems inside a stream are mapped by the provider's words") {
  CHECK(error_from_problem(kWords, "m", {"rate_limit_exceeded", "tokens", "", "slow"}).code ==
        ErrorCode::rate_limited);
  CHECK_FALSE(error_from_problem(kWords, "m", {"insufficient_quota", "", "", ""}).retryable);
  CHECK(error_from_problem(kWords, "m", {"server_error", "", "", "crash"}).retryable);
  CHECK_FALSE(error_from_problem(kWords, "m", {"invalid_prompt", "", "", "bad"}).retryable);
}

TEST_CASE("a problem is read from every shape of a body") {
  CHECK(problem_from_body(R"({"error":{"message":"m","type":"t","param":"p","code":"c"}})") ==
        ProviderProblem{"c", "t", "p", "m"});
  CHECK(problem_from_body(R"({"error":"text"})").message == "text");
  CHECK(problem_from_body(R"({"error":{"code":400,"message":"m"}})").code == "400");
  CHECK(problem_from_body(R"({"detail":"text"})").message == "text");
  CHECK(problem_from_body(R"({"error":{"message":[7]}})") == ProviderProblem{});
  for (const char* body : {"", "<html>", "[]", "7", "null"})
    CHECK(problem_from_body(body) == ProviderProblem{});
}

TEST_CASE("a long or wild sentence of a provider is made fit for ours") {
  const Error error =
      error_from_refusal(kWords, "m", 400, {"", "", "", "a\nb" + std::string(5000, 'x')}, 0);
  CHECK(error.message.size() < 700);
  CHECK(says(error, "a b"));
  // Shortening comes after redacting: half a key is a secret too.
  const std::string message = std::string(590, 'x') + " sk-test-SECRET-0123456789";
  CHECK_FALSE(says(error_from_refusal(kWords, "m", 400, {"", "", "", message}, 0), "sk-test"));
}

TEST_CASE("a key is redacted wherever it stands, and words that look a little like one are not") {
  CHECK(redacted("a secret-key-1 b secret-key-1", Secret("secret-key-1")) ==
        "a [redacted] b [redacted]");
  CHECK(redacted("provided: sk-proj-ab***********yz.", Secret("")) == "provided: [redacted].");
  CHECK(redacted("a task-oriented risk-based text, sk-1", Secret("")) ==
        "a task-oriented risk-based text, sk-1");
  CHECK(redacted("ollama serve", Secret("ollama")) == "ollama serve");
}

TEST_CASE("Retry-After is read as seconds, milliseconds or a date") {
  constexpr std::int64_t kNow = 1'000'000'000'000;  // Sun, 09 Sep 2001 01:46:40 GMT
  CHECK(retry_after_seconds("7", "", kNow) == 7);
  CHECK(retry_after_seconds("1.5", "", kNow) == 2);
  CHECK(retry_after_seconds("7", "1200", kNow) == 2);
  CHECK(retry_after_seconds("Sun, 09 Sep 2001 01:47:40 GMT", "", kNow) == 60);
  CHECK(retry_after_seconds("Sun, 09 Sep 2001 01:40:00 GMT", "", kNow) == 0);
  CHECK(retry_after_seconds("99999999999", "", kNow) == 24 * 60 * 60);
  CHECK(retry_after_seconds("99999999999999999999999", "", kNow) == 24 * 60 * 60);
  for (const char* nothing : {"", "soon", "-5", "-99999999999999999999999"})
    CHECK(retry_after_seconds(nothing, "", kNow) == 0);
}

TEST_CASE("each kind of time-out has a sentence of its own, with the setting that holds it") {
  const std::pair<UpstreamEnd, const char*> kSettings[] = {
      {UpstreamEnd::connect_timeout, "UPSTREAM_CONNECT_TIMEOUT_SECONDS"},
      {UpstreamEnd::no_first_byte, "UPSTREAM_FIRST_BYTE_TIMEOUT_SECONDS"},
      {UpstreamEnd::timeout, "UPSTREAM_TIMEOUT_SECONDS"},
      {UpstreamEnd::total_timeout, "UPSTREAM_TOTAL_TIMEOUT_SECONDS"}};
  for (const auto& [end, setting] : kSettings) {
    const Error error = error_from_transport(kWords, end);
    CHECK(error.code == ErrorCode::upstream_timeout);
    CHECK(error.retryable);
    CHECK(says(error, setting));
  }
}

TEST_CASE("a problem inside an answer comes to the status that it would have been refused with") {
  const auto status_of = [](const char* code) { return status_like({code, "", "", "words"}); };
  CHECK(status_of("rate_limit_exceeded") == 429);
  CHECK(status_of("server_is_overloaded") == 503);
  CHECK(status_of("server_error") == 500);
  for (const char* code : {"invalid_prompt", "context_length_exceeded", "model_not_found",
                           "previous_response_not_found", "invalid_api_key"})
    CHECK(status_of(code) == 400);
}

TEST_CASE("a wait below a second is kept in milliseconds") {
  constexpr std::int64_t kNow = 1'000'000'000'000;  // Sun, 09 Sep 2001 01:46:40 GMT
  CHECK(retry_after_ms("7", "1200", kNow) == 1200);
  CHECK(retry_after_ms("7", "", kNow) == 7000);
  CHECK(retry_after_ms("Sun, 09 Sep 2001 01:47:40 GMT", "", kNow) == 60000);
  CHECK(retry_after_ms("", "", kNow) == 0);
}
