#include <catch2/catch_test_macros.hpp>

#include <string>

#include "shared/chat_json.h"

using namespace magic;

namespace {

std::string refused_field(std::string_view json) {
  const Result<ChatRequest> request = chat_request_from_json(json);
  return request ? "accepted"
                 : std::string(name_of(request.error().code)) + ":" + request.error().param;
}

Message stored_answer() {
  Message m;
  m.id = "12";
  m.turn_id = "0";
  m.role = Role::assistant;
  m.text = "Hi \"Alice\"\n😀";
  m.reasoning = "thinking";
  m.status = Ending::length;
  m.mode = Mode::stateful;
  m.provider = ProviderId::ollama;
  m.model = "llama3.2";
  m.created_at_ms = 1760000000123;
  m.usage = Usage{26, 282, std::nullopt, 3};
  m.timing = Timing{12, 345, 41.5};
  m.error = Error{ErrorCode::upstream_error, "It broke.", "", true, 7};
  return m;
}

ContextReport report() {
  ContextReport r;
  r.stored_messages = 12;
  r.sent_messages = 1;
  r.unlisted_messages = 10;
  r.estimated_tokens = 9;
  r.window_tokens = 8192;
  r.answer_tokens = 800;
  r.provider_input_tokens = 11;
  r.items = {{"0", Role::user, false, ContextReason::stateless, 7},
             {"5", Role::user, true, ContextReason::new_message, 9}};
  return r;
}

}  // namespace

TEST_CASE("only the message is required, and the defaults are the original's") {
  const ChatRequest request = chat_request_from_json(R"({"message":"Hello!"})").value();
  CHECK(request.message == "Hello!");
  CHECK(request.mode == Mode::stateless);
  CHECK(request.provider == ProviderId::chatgpt);
  CHECK_FALSE(request.session_id);
  CHECK_FALSE(request.stream);
}

TEST_CASE("each bad field of a chat request is named") {
  CHECK(refused_field("{") == "bad_json:");
  CHECK(refused_field("[]") == "invalid_field:");
  CHECK(refused_field("{}") == "invalid_field:message");
  CHECK(refused_field(R"({"message":7})") == "invalid_field:message");
  CHECK(refused_field(R"({"message":""})") == "invalid_field:message");
  CHECK(refused_field(R"({"message":"a\u0000b"})") == "invalid_field:message");
  CHECK(refused_field(R"({"message":"x","mode":"sometimes"})") == "invalid_field:mode");
  CHECK(refused_field(R"({"message":"x","mode":1})") == "invalid_field:mode");
  CHECK(refused_field(R"({"message":"x","provider":"claude"})") == "invalid_field:provider");
  CHECK(refused_field(R"({"message":"x","session_id":"*"})") == "invalid_field:session_id");
  CHECK(refused_field(R"({"message":"x","session_id":""})") == "invalid_field:session_id");
  CHECK(refused_field(R"({"message":"x","stream":"yes"})") == "invalid_field:stream");
  CHECK(refused_field(R"({"message":"x","model":""})") == "invalid_field:model");
  CHECK(refused_field(R"({"message":"x","max_output_tokens":0})") ==
        "invalid_field:max_output_tokens");
  CHECK(refused_field(R"({"message":"x","temperature":9})") == "invalid_field:temperature");
  CHECK(refused_field(R"({"message":"x","unknown":[]})") == "accepted");
}

TEST_CASE("a message may be as long as the limit and not a byte longer") {
  const ChatLimits limits{.max_message_bytes = 4};
  CHECK(chat_request_from_json(R"({"message":"1234"})", limits).ok());
  CHECK(chat_request_from_json(R"({"message":"12345"})", limits).error().param == "message");
}

TEST_CASE("a request survives the wire") {
  ChatRequest request{
      {Mode::stateful, ProviderId::demo, "m", "Be brief.", 50, 0.5, {MemoryStrategy::last_n, 4}},
      "Hi",
      "s-1",
      true,
      "click.1:a-b_c"};
  CHECK(chat_request_from_json(to_json(request)).value() == request);
}

TEST_CASE("an answer survives the wire and carries the original's fields") {
  const ChatAnswer answer{"s-1", 2, stored_answer(), report()};
  const std::string json = to_json(answer);
  CHECK(chat_answer_from_json(json).value() == answer);
  CHECK(json.starts_with(
      R"({"response":"Hi \"Alice\"\n😀","mode":"stateful","provider":"ollama","session_id":"s-1","message_count":2,)"));
  CHECK(json.find('\n') == std::string::npos);
}

TEST_CASE("a message survives the wire, with and without its optional parts") {
  CHECK(message_from_json(to_json(stored_answer())).value() == stored_answer());
  Message plain;
  plain.text = "x";
  CHECK(message_from_json(to_json(plain)).value() == plain);
}

TEST_CASE("the start of a turn survives the wire") {
  const TurnStart start{"s", stored_answer(), ProviderId::ollama, "llama3.2", report()};
  CHECK(turn_start_from_json(to_json(start)).value() == start);
}

TEST_CASE("a page of messages survives the wire") {
  const MessagePage page{"s", {stored_answer()}, 41, "12", 3599};
  CHECK(message_page_from_json(to_json(page)).value() == page);
  const MessagePage last{"s", {}, 0, std::nullopt, 0};
  CHECK(message_page_from_json(to_json(last)).value() == last);
}

TEST_CASE("health survives the wire and keeps the original's shape") {
  const Health health{"0.1.0",
                      true,
                      "",
                      {{ProviderId::chatgpt, false, "Set OPENAI_API_KEY.", "gpt-5-mini", 400000},
                       {ProviderId::demo, true, "", "demo", 4096}}};
  const std::string json = to_json(health);
  CHECK(health_from_json(json).value() == health);
  CHECK(
      json.find(
          R"("services_available":{"chatgpt":{"stateless":false,"stateful":false},"demo":{"stateless":true,"stateful":true}})") !=
      std::string::npos);
}

TEST_CASE("an error survives the wire with its sentence in detail") {
  const ChatFailure failure{{ErrorCode::rate_limited, "Wait.", "", true, 3}, stored_answer()};
  const std::string json = to_json(failure);
  CHECK(json.starts_with(
      R"({"detail":"Wait.","error":{"code":"rate_limited","message":"Wait.","param":null,"retryable":true)"));
  CHECK(chat_failure_from_json(json) == failure);
}

TEST_CASE("a page that is no error of ours becomes a network error") {
  CHECK(chat_failure_from_json("<html>502</html>").error.code == ErrorCode::network);
  CHECK(chat_failure_from_json(R"({"detail":"text"})").error.message == "text");
}

TEST_CASE("a stream's text pieces cannot hold a raw line break") {
  CHECK(text_piece_to_json("a\n\nevent: done") == R"({"text":"a\n\nevent: done"})");
  CHECK(text_piece_from_json(R"({"text":"a\nb"})").value() == "a\nb");
}
