#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "proxy/observe/observer.h"
#include "tests/proxy/observe/logged_lines.h"

using namespace magic;

namespace {

struct Observed {
  explicit Observed(LogLevel level = LogLevel::info) : log(level, lines.fd()) {}

  // Whether the metrics hold exactly this line.
  bool has(const std::string& line) const {
    return observer.metrics_text().find("\n" + line + "\n") != std::string::npos;
  }

  LoggedLines lines;
  Log log;
  Observer observer{log};
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TurnReport some_turn() {
  TurnReport report;
  report.session_id = "session_0123456789abcdef0123456789abcdef";
  report.turn_id = "turn_1";
  report.request_id = "req_1";
  report.provider = ProviderId::chatgpt;
  report.model = "gpt-5-mini";
  report.timing = {250, 1500, std::nullopt, 40};
  report.usage.input_tokens = 100;
  report.usage.output_tokens = 20;
  report.trace.request_id = "up_9";
  report.trace.attempts = {{ProviderId::chatgpt, 429, "rate_limited", 0},
                           {ProviderId::chatgpt, 200, "", 500}};
  return report;
}

RequestReport some_request() {
  return {"GET", "/sessions/:session_id/messages", "req_2", 200, 0.012, false, 345};
}

}  // namespace

TEST_CASE("a turn is counted by provider and ending, with its times and tokens") {
  Observed observed;
  observed.observer.on_turn_ended(some_turn());
  CHECK(observed.has(R"(magic_turns_total{provider="chatgpt",ending="completed"} 1)"));
  CHECK(observed.has(R"(magic_tokens_total{provider="chatgpt",direction="input"} 100)"));
  CHECK(observed.has(R"(magic_tokens_total{provider="chatgpt",direction="output"} 20)"));
  CHECK(observed.has(R"(magic_first_token_seconds_sum{provider="chatgpt"} 0.25)"));
  CHECK(observed.has(R"(magic_answer_seconds_sum{provider="chatgpt"} 1.5)"));
  CHECK(observed.has("magic_turn_queue_seconds_sum 0.04"));
  CHECK(observed.has(R"(magic_upstream_attempts_total{provider="chatgpt"} 2)"));
  CHECK(observed.has(R"(magic_upstream_errors_total{provider="chatgpt",code="rate_limited"} 1)"));
  CHECK_FALSE(has(observed.observer.metrics_text(), "magic_truncated_upstream_total{"));
}

TEST_CASE("a number that the provider did not give is not counted as 0") {
  Observed observed;
  TurnReport report = some_turn();
  report.usage = {};
  report.timing.first_token_ms = std::nullopt;
  observed.observer.on_turn_ended(report);
  const std::string text = observed.observer.metrics_text();
  CHECK_FALSE(has(text, "magic_tokens_total{"));
  CHECK_FALSE(has(text, "magic_first_token_seconds_count{"));
  CHECK_FALSE(has(observed.lines.read().at(0), "tokens"));
}

TEST_CASE("an answer that broke off after a good start is an upstream error, once") {
  Observed observed;
  TurnReport report = some_turn();
  report.ending = Ending::upstream_error;
  report.error = ErrorCode::upstream_timeout;
  report.truncated_upstream = true;
  report.trace.attempts = {{ProviderId::chatgpt, 200, "", 0}};
  observed.observer.on_turn_ended(report);
  report.trace.attempts[0].error = "upstream_timeout";  // a provider that says so itself
  observed.observer.on_turn_ended(report);
  CHECK(
      observed.has(R"(magic_upstream_errors_total{provider="chatgpt",code="upstream_timeout"} 2)"));
  CHECK(observed.has(R"(magic_truncated_upstream_total{provider="chatgpt"} 2)"));
}

TEST_CASE("a failed store is no error of the provider") {
  Observed observed;
  TurnReport report = some_turn();
  report.error = ErrorCode::store_unavailable;
  report.stored = false;
  observed.observer.on_turn_ended(report);
  CHECK_FALSE(has(observed.observer.metrics_text(), "store_unavailable"));
  const std::string line = observed.lines.read().at(0);
  CHECK(has(line, R"("level":"warn")"));
  CHECK(has(line, R"("error":"store_unavailable")"));
  CHECK(has(line, R"("stored":false)"));
}

TEST_CASE("a turn's log line says how it went and does not give the session away") {
  Observed observed;
  observed.observer.on_turn_ended(some_turn());
  const std::string line = observed.lines.read().at(0);
  for (const char* const part :
       {R"("event":"turn","provider":"chatgpt","model":"gpt-5-mini","ending":"completed")",
        R"("input_tokens":100)", R"("first_token_ms":250)", R"("total_ms":1500)",
        R"("queued_ms":40)", R"("attempts":2)", R"("turn_id":"turn_1")",
        R"("upstream_request_id":"up_9")", R"("request_id":"req_1")"})
    CHECK(has(line, part));
  CHECK(has(line, "\"session\":\"" + short_hash(some_turn().session_id) + "\""));
  CHECK_FALSE(has(line, "0123456789abcdef"));
}

TEST_CASE("a request is counted and logged by its route's pattern") {
  Observed observed;
  observed.observer.on_request_ended(some_request());
  CHECK(observed.has(
      R"(magic_http_requests_total{method="GET",route="/sessions/:session_id/messages",status="200"} 1)"));
  CHECK(observed.has(
      R"(magic_http_request_seconds_count{route="/sessions/:session_id/messages"} 1)"));
  CHECK(has(observed.lines.read().at(0),
            R"("event":"request","method":"GET","route":"/sessions/:session_id/messages",)"
            R"("status":200,"ms":12,"bytes":345,"request_id":"req_2"})"));
}

TEST_CASE("a made-up method makes no series of its own") {
  Observed observed;
  RequestReport report = some_request();
  report.method = "EVIL";
  observed.observer.on_request_ended(report);
  CHECK_FALSE(has(observed.observer.metrics_text(), "EVIL"));
  CHECK_FALSE(has(observed.lines.read().at(0), "EVIL"));
}

TEST_CASE("streams are counted while they are open") {
  Observed observed;
  CHECK(observed.has("magic_live_streams 0"));
  observed.observer.on_stream_opened();
  observed.observer.on_stream_opened();
  CHECK(observed.has("magic_live_streams 2"));
  RequestReport report = some_request();
  report.streamed = true;
  observed.observer.on_request_ended(report);
  CHECK(observed.has("magic_live_streams 1"));
}

TEST_CASE("what machines ask every few seconds is logged only for debugging, failures always") {
  Observed observed;
  RequestReport report = some_request();
  report.route = "/readyz";
  observed.observer.on_request_ended(report);
  CHECK(observed.lines.read().empty());
  report.status = 503;
  observed.observer.on_request_ended(report);
  CHECK(has(observed.lines.read().at(0), R"("level":"warn")"));
}

TEST_CASE("round trips to Redis are counted by whether it answered") {
  Observed observed;
  const auto told = observed.observer.redis_round_trips();
  told(0.001, true);
  told(0.002, true);
  told(3, false);
  CHECK(observed.has(R"(magic_redis_round_trips_total{answered="true"} 2)"));
  CHECK(observed.has(R"(magic_redis_round_trips_total{answered="false"} 1)"));
  CHECK(observed.has("magic_redis_round_trip_seconds_count 3"));
}

TEST_CASE("answers that wait for Redis are counted while they wait, and by what becomes of them") {
  Observed observed;
  CHECK(observed.has("magic_spool_answers 0"));
  SpoolReport report;
  report.session_id = "session_0123456789abcdef0123456789abcdef";
  report.turn_id = "turn_1";
  report.answers = 2;
  report.bytes = 700;
  observed.observer.on_spool_changed(report);
  CHECK(observed.has("magic_spool_answers 2"));
  CHECK(observed.has("magic_spool_bytes 700"));
  CHECK(observed.has(R"(magic_spool_ended_total{end="stored"} 0)"));
  report.event = SpoolReport::Event::stored;
  report.answers = 1;
  report.bytes = 300;
  observed.observer.on_spool_changed(report);
  report.event = SpoolReport::Event::dropped_when_full;
  report.answers = 0;
  report.bytes = 0;
  observed.observer.on_spool_changed(report);
  CHECK(observed.has("magic_spool_answers 0"));
  CHECK(observed.has(R"(magic_spool_ended_total{end="stored"} 1)"));
  CHECK(observed.has(R"(magic_spool_ended_total{end="dropped_when_full"} 1)"));

  const std::vector<std::string> lines = observed.lines.read();
  REQUIRE(lines.size() == 3);
  CHECK(has(lines[0], R"("level":"warn")"));
  CHECK(has(lines[1], R"("answer":"stored")"));
  CHECK(has(lines[2], R"("level":"error")"));
  CHECK_FALSE(has(lines[0], "0123456789abcdef"));
}
