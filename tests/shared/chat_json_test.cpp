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
  m.timing = Timing{12, 345, 41.5, 250, 9};
  m.attempt = 2;
  m.cost_usd = 0.00125;
  m.pinned = true;
  m.current = false;
  m.error = Error{ErrorCode::upstream_error, "It broke.", "", true, 7};
  return m;
}

ContextReport report() {
  ContextReport r;
  r.strategy = MemoryStrategy::summary;
  r.unlisted_reason = ContextReason::summarized;
  r.truncated_upstream = true;
  r.summary = SummaryReport{"Alice has a dog.", "m0000000003", 4, 12, true, "m", 200, 30};
  r.previous_response_id = "resp_1";
  r.notes = {"The summary could not be made."};
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
                       {ProviderId::demo, true, "", "demo", 4096}},
                      1000};
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

TEST_CASE("a plain message's JSON holds no marks, so that a stored line never does") {
  Message plain;
  plain.text = "x";
  CHECK(
      to_json(plain) ==
      R"({"role":"user","text":"x","status":"completed","mode":"stateless","provider":"chatgpt","model":"","created_at_ms":0})");
  plain.excluded = true;
  CHECK(to_json(plain).ends_with(R"(,"excluded":true})"));
}

TEST_CASE("a context report survives the wire, and what there is not is not there") {
  CHECK(context_report_from_json(to_json(report())).value() == report());
  CHECK(
      to_json(ContextReport{}) ==
      R"({"strategy":"none","stored_messages":0,"sent_messages":0,"unlisted_messages":0,"estimated_tokens":0,"window_tokens":0,"answer_tokens":0,"truncated_upstream":false,"messages":[]})");
  CHECK(context_report_from_json(to_json(ContextReport{})).value() == ContextReport{});
  CHECK_FALSE(context_report_from_json("[]"));
}

TEST_CASE("a report with wrong types has holes, but harms nothing") {
  const char* const hostile =
      R"({"strategy":7,"notes":[1,"n"],"summary":{"usage":[]},"messages":[3,{"id":{}}],"window_tokens":"x"})";
  const ContextReport read = context_report_from_json(hostile).value();
  CHECK(read.notes == std::vector<std::string>{"n"});
  CHECK(read.items.size() == 2);
}

TEST_CASE("memory may be the name of a strategy or say all of it") {
  const auto memory = [](const std::string& json) {
    return chat_request_from_json(R"({"message":"x","memory":)" + json + "}").value().memory;
  };
  CHECK(memory("null") == MemoryChoice{});
  CHECK(memory(R"("full")") == MemoryChoice{});
  CHECK(memory(R"("none")") == MemoryChoice{MemoryStrategy::none});
  CHECK(memory(R"({"strategy":"last_n","n":3})") == MemoryChoice{MemoryStrategy::last_n, 3});
  CHECK(memory(R"({"strategy":"token_budget","tokens":500,"n":"not read"})") ==
        MemoryChoice{MemoryStrategy::token_budget, 0, 500});
  CHECK(memory(R"("summary")") == MemoryChoice{MemoryStrategy::summary, 0, 0, 6});
  CHECK(memory(R"({"strategy":"summary","keep_last":10})") ==
        MemoryChoice{MemoryStrategy::summary, 0, 0, 10});
  CHECK(memory(R"("provider")") == MemoryChoice{MemoryStrategy::provider});
}

TEST_CASE("what is wrong inside memory is named with its place") {
  const auto refused = [](const std::string& memory) {
    return chat_request_from_json(R"({"message":"x","memory":)" + memory + "}").error();
  };
  CHECK(refused(R"({"strategy":"last_n"})") == invalid_field("memory.n", "memory.n is missing."));
  CHECK(refused(R"("last_n")") == invalid_field("memory.n", "memory.n is missing."));
  CHECK(refused(R"({"strategy":"last_n","n":0})") ==
        invalid_field("memory.n", "memory.n must be between 1 and 10000."));
  CHECK(refused(R"({"strategy":"last_n","n":"5"})") ==
        invalid_field("memory.n", "memory.n must be a whole number."));
  CHECK(refused(R"({"strategy":"token_budget","tokens":15})").param == "memory.tokens");
  CHECK(refused(R"({"strategy":"token_budget","tokens":10000001})").param == "memory.tokens");
  CHECK(refused(R"({"strategy":"summary","keep_last":1})").param == "memory.keep_last");
  CHECK(refused(R"({"n":5})") == invalid_field("memory.strategy", "memory.strategy is missing."));
  CHECK(refused(R"({"strategy":"all"})").param == "memory.strategy");
  CHECK(refused(R"("all")").param == "memory.strategy");
  CHECK(refused("7").param == "memory");
  CHECK(refused("[]").param == "memory");
}

TEST_CASE("only ChatGPT keeps a conversation, which does not matter while memory is off") {
  CHECK(refused_field(R"({"message":"x","mode":"stateful","memory":"provider"})") == "accepted");
  CHECK(
      refused_field(R"({"message":"x","mode":"stateful","provider":"demo","memory":"provider"})") ==
      "invalid_field:memory.strategy");
  CHECK(refused_field(R"({"message":"x","provider":"demo","memory":"provider"})") == "accepted");
}

TEST_CASE("a client's message id is a short word") {
  const auto refused = [](const std::string& id) {
    return refused_field(R"({"message":"x","client_message_id":")" + id + R"("})");
  };
  CHECK(refused("a.B_9:-") == "accepted");
  CHECK(refused(std::string(128, 'a')) == "accepted");
  CHECK(refused(std::string(129, 'a')) == "invalid_field:client_message_id");
  CHECK(refused("") == "invalid_field:client_message_id");
  CHECK(refused("a b") == "invalid_field:client_message_id");
}

TEST_CASE("a wrong type in any field of a chat request names that field") {
  for (const std::string field :
       {"message", "mode", "provider", "session_id", "stream", "model", "instructions",
        "max_output_tokens", "temperature", "client_message_id"})
    for (const std::string wrong : {"[]", "{}", R"([[["deep"]]])"}) {
      INFO(field << " " << wrong);
      const std::string message = field == "message" ? "" : R"("message":"x",)";
      CHECK(refused_field("{" + message + "\"" + field + "\":" + wrong + "}") ==
            "invalid_field:" + field);
    }
  CHECK(refused_field(R"({"message":"x","x":)" + std::string(100, '[') + std::string(100, ']') +
                      "}") == "bad_json:");
}

TEST_CASE("an event of a comparison says its lane and is otherwise the same") {
  CHECK(with_lane(text_piece_to_json("a"), 2) == R"({"lane":2,"text":"a"})");
  CHECK(with_lane("{}", 0) == R"({"lane":0})");
  CHECK(lane_from_json(R"({"lane":3,"text":"a"})") == 3);
  CHECK_FALSE(lane_from_json(R"({"text":"a"})"));
  CHECK_FALSE(lane_from_json(R"({"lane":4})"));
  CHECK_FALSE(lane_from_json("x"));
  const ChatAnswer answer{"s-1", 2, stored_answer(), report()};
  CHECK(chat_answer_from_json(with_lane(to_json(answer), 1)).value() == answer);
}

TEST_CASE("a turn that waits says how many are before it") {
  CHECK(queued_to_json(2) == R"({"ahead":2})");
  CHECK(queued_from_json(R"({"ahead":2})").value() == 2);
  CHECK(queued_from_json("{}").error().param == "ahead");
}

TEST_CASE("providers and models survive the wire") {
  const std::vector<ProviderStatus> providers{
      {ProviderId::chatgpt, false, "Set OPENAI_API_KEY.", "gpt-5-mini", 400000},
      {ProviderId::demo, true, "", "demo", 4096}};
  CHECK(providers_from_json(providers_to_json(providers)).value() == providers);
  const std::vector<ModelInfo> models{{ProviderId::ollama, "llama3.2", 0, true, true},
                                      {ProviderId::chatgpt, "gpt-5-mini", 400000, false, false}};
  CHECK(models_from_json(models_to_json(models)).value() == models);
  CHECK(models_to_json({}) == R"({"models":[]})");
  CHECK(models_from_json("{}").error().param == "models");
}
