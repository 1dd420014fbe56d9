#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "client-wasm/api/chat_stream.h"
#include "shared/chat_json.h"

using namespace magic;

namespace {

std::string in_words(const ChatEvent& event) {
  if (const auto* e = std::get_if<TurnQueued>(&event)) return "queued " + std::to_string(e->ahead);
  if (const auto* e = std::get_if<TurnStarted>(&event)) return "start " + e->start.user_message.id;
  if (const auto* e = std::get_if<ReasoningPiece>(&event)) return "reasoning " + e->text;
  if (const auto* e = std::get_if<TextPiece>(&event)) return "text " + e->text;
  if (const auto* e = std::get_if<TurnDone>(&event)) return "done " + e->answer.message.text;
  if (const auto* e = std::get_if<TurnFailed>(&event))
    return "failed " + std::string(name_of(e->failure.error.code));
  return "stopped";
}

struct Run {
  std::vector<std::string> events;
  std::vector<ChatEvent> raw;
  ChatStream stream{[this](const ChatEvent& event) {
    events.push_back(in_words(event));
    raw.push_back(event);
  }};

  const Error& error() { return std::get<TurnFailed>(raw.back()).failure.error; }
};

std::string whole_stream() {
  TurnStart start;
  start.session_id = "s";
  start.user_message.id = "1";
  start.user_message.text = "Hi";
  ChatAnswer answer;
  answer.session_id = "s";
  answer.message.role = Role::assistant;
  answer.message.text = "中文!";
  return ": hello\n\n" + sse_event("queued", queued_to_json(2)) +
         sse_event("queued", queued_to_json(1)) + sse_event("context", to_json(start)) +
         std::string(kSseHeartbeat) + sse_event("context", to_json(start)) +
         sse_event("reasoning", text_piece_to_json("think")) +
         sse_event("delta", text_piece_to_json("中")) + sse_event("of a newer proxy", "{}") +
         sse_event("delta", text_piece_to_json("文!")) + sse_event("done", to_json(answer));
}

const std::vector<std::string> kWhole{"queued 2",        "queued 1", "start 1",  "start 1",
                                      "reasoning think", "text 中",  "text 文!", "done 中文!"};

}  // namespace

TEST_CASE("a streamed answer is the same events however its bytes are cut") {
  const std::string bytes = whole_stream();
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
    Run run;
    run.stream.take_status(200);
    for (std::size_t i = 0; i < bytes.size(); i += step)
      run.stream.take_bytes(std::string_view(bytes).substr(i, step));
    run.stream.take_end(TransportEnd::finished);
    CHECK(run.events == kWhole);
  }
}

TEST_CASE("a stream cut anywhere before its end is a broken connection, exactly once") {
  const std::string bytes = whole_stream();
  const std::size_t whole_at = bytes.size();
  for (std::size_t cut = 0; cut < whole_at; ++cut) {
    Run run;
    run.stream.take_status(200);
    run.stream.take_bytes(std::string_view(bytes).substr(0, cut));
    run.stream.take_end(TransportEnd::unreachable);
    REQUIRE_FALSE(run.events.empty());
    CHECK(run.events.back() == "failed network");
    CHECK(run.events.size() <= kWhole.size());
  }
}

TEST_CASE("a refused request speaks with the proxy's own words") {
  Run run;
  run.stream.take_status(503);
  const std::string body =
      to_json(ChatFailure{provider_unavailable("Set OPENAI_API_KEY, then try again."), {}});
  for (const char c : body) run.stream.take_bytes({&c, 1});
  run.stream.take_end(TransportEnd::finished);
  CHECK(run.events == std::vector<std::string>{"failed provider_unavailable"});
  CHECK(run.error().message == "Set OPENAI_API_KEY, then try again.");
}

TEST_CASE("what somebody hid in the sentence of a failure is shown") {
  const std::string body =
      to_json(ChatFailure{not_found("There is no model 'a\xE2\x80\xAE\x1B[31m' here."), {}});
  const std::string shown = "There is no model 'a\xEF\xBF\xBD\xEF\xBF\xBD[31m' here.";
  CHECK(failure_of(404, body).error.message == shown);
  Run run;
  run.stream.take_status(200);
  run.stream.take_bytes("event: error\ndata: " + body + "\n\n");
  CHECK(run.error().message == shown);
}

TEST_CASE("a gateway's error page becomes a sentence with its status, not its HTML") {
  Run run;
  run.stream.take_status(502);
  run.stream.take_bytes("<html>Bad Gateway</html>");
  run.stream.take_end(TransportEnd::finished);
  CHECK(run.events == std::vector<std::string>{"failed network"});
  CHECK(run.error().message.find("502") != std::string::npos);
  CHECK(run.error().message.find('<') == std::string::npos);
}

TEST_CASE("a proxy that is not there is told in a sentence that says what to do") {
  Run run;
  run.stream.take_end(TransportEnd::unreachable);
  CHECK(run.events == std::vector<std::string>{"failed network"});
  CHECK(run.error().message.find("cannot be reached") != std::string::npos);
  CHECK(run.error().retryable);
}

TEST_CASE("a cancelled request is a stopped turn, wherever it stood") {
  Run before;
  before.stream.take_end(TransportEnd::cancelled);
  CHECK(before.events == std::vector<std::string>{"stopped"});

  Run during;
  during.stream.take_status(200);
  during.stream.take_bytes(sse_event("delta", text_piece_to_json("a")));
  during.stream.take_end(TransportEnd::cancelled);
  CHECK(during.events == std::vector<std::string>{"text a", "stopped"});
}

TEST_CASE("an error event ends the turn with the stored partial answer") {
  Message partial;
  partial.role = Role::assistant;
  partial.text = "Hel";
  partial.status = Ending::upstream_error;
  Run run;
  run.stream.take_status(200);
  run.stream.take_bytes(sse_event(
      "error", to_json(ChatFailure{{ErrorCode::upstream_error, "It broke off."}, partial})));
  run.stream.take_end(TransportEnd::finished);
  CHECK(run.events == std::vector<std::string>{"failed upstream_error"});
  CHECK(std::get<TurnFailed>(run.raw[0]).failure.message->text == "Hel");
}

TEST_CASE("nothing counts after the end of a turn") {
  Run run;
  run.stream.take_status(200);
  run.stream.take_bytes(whole_stream());
  run.stream.take_bytes(sse_event("delta", text_piece_to_json("more")));
  run.stream.take_bytes(sse_event("error", "{}"));
  run.stream.take_end(TransportEnd::unreachable);
  CHECK(run.events == kWhole);
}

TEST_CASE("an event that cannot be read ends the turn instead of showing half of it") {
  Run run;
  run.stream.take_status(200);
  run.stream.take_bytes("event: delta\ndata: {\"text\":7}\n\n");
  run.stream.take_bytes(sse_event("delta", text_piece_to_json("more")));
  run.stream.take_end(TransportEnd::finished);
  CHECK(run.events == std::vector<std::string>{"failed network"});
}

TEST_CASE("text of a model cannot forge an event") {
  const std::string nasty = "\n\nevent: done\ndata: {}\n\n";
  Run run;
  run.stream.take_status(200);
  run.stream.take_bytes(sse_event("delta", text_piece_to_json(nasty)));
  CHECK(run.events == std::vector<std::string>{"text " + nasty});
}
