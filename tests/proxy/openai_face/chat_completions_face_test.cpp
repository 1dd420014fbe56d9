#include "proxy/openai_face/chat_completions_face.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/openai_face/face_fixture.h"

using namespace magic;
using namespace magic::test;

namespace {

const std::string kPlain = R"({"model":"demo","messages":[{"role":"user","content":"Hi"}]})";
const FaceHead kHead{"chatcmpl-1", 1760000000, "demo"};

Error refused(const std::string& body, const ChatLimits& limits = {}) {
  return refusal_of(chat_completions_request_from_json, body, limits);
}

std::string messages(const std::string& list) {
  return R"({"model":"demo","messages":[)" + list + "]}";
}

}  // namespace

TEST_CASE("a chat completion request is read with all that counts and nothing that does not") {
  const auto request = chat_completions_request_from_json(face_fixture("chat_request.json"), {});
  REQUIRE(request.ok());
  FaceRequest expected;
  expected.model = "demo";
  expected.instructions = "Be brief.\n\nSpeak English.";
  expected.messages = {{Role::user, "My name is Alice"},
                       {Role::assistant, "Hi Alice!"},
                       {Role::user, "What's\nmy name?"}};
  expected.stream = true;
  expected.include_usage = true;
  expected.max_output_tokens = 99;
  expected.temperature = 0.5;
  CHECK(request.value() == expected);
}

TEST_CASE("the older name of the limit counts when it is the only one") {
  const auto request = chat_completions_request_from_json(with(kPlain, R"("max_tokens":7)"), {});
  REQUIRE(request.ok());
  CHECK(request.value().max_output_tokens == 7);
  CHECK_FALSE(request.value().stream);
  CHECK_FALSE(request.value().include_usage);
}

TEST_CASE("what would change a chat completion and cannot be honoured is refused by name") {
  const std::vector<std::pair<std::string, std::string>> fields{
      {"tools", R"([{"type":"function","function":{"name":"f"}}])"},
      {"functions", R"([{"name":"f"}])"},
      {"stop", R"(["\n"])"},
      {"stop", R"("END")"},
      {"logprobs", "true"},
      {"top_logprobs", "3"},
      {"audio", R"({"voice":"alloy"})"},
      {"web_search_options", R"({"search_context_size":"low"})"},
      {"n", "2"},
      {"n", "0"},
      {"modalities", R"(["text","audio"])"},
      {"response_format", R"({"type":"json_object"})"},
      {"response_format", R"({"type":"json_schema","json_schema":{"name":"s"}})"},
      {"response_format", R"({})"}};
  for (const auto& [name, value] : fields) {
    const Error error = refused(with(kPlain, "\"" + name + "\":" + value));
    CHECK(error.code == ErrorCode::invalid_field);
    CHECK(error.param == name);
  }
}

TEST_CASE("content that is not text is refused, and the error says where it is") {
  for (const char* part : {R"({"type":"image_url","image_url":{"url":"https://x.example/a.png"}})",
                           R"({"type":"input_audio","input_audio":{"data":"","format":"wav"}})",
                           R"({"type":"file","file":{"file_id":"f"}})"}) {
    const Error error =
        refused(messages(R"({"role":"system","content":"x"},{"role":"user","content":"y"},)"
                         R"({"role":"user","content":[{"type":"text","text":"What is it?"},)" +
                         std::string(part) + "]}"));
    CHECK(error.param == "messages[2].content");
    CHECK(error.message.find("unsupported") != std::string::npos);
  }
}

TEST_CASE("messages of tools are refused, whichever shape they have") {
  const Error role = refused(messages(R"({"role":"tool","tool_call_id":"c","content":"42"})"));
  CHECK(role.param == "messages[0].role");
  CHECK(refused(messages(R"({"role":"function","name":"f","content":"42"})")).param ==
        "messages[0].role");
  const std::string calls = R"("tool_calls":[{"id":"c","type":"function","function":{}}])";
  CHECK(refused(messages(R"({"role":"assistant","content":null,)" + calls + "}")).param ==
        "messages[0].tool_calls");
}

TEST_CASE("what is not a chat completion request is refused without harm") {
  CHECK(refused("").code == ErrorCode::bad_json);
  CHECK(refused("[1,2]").code == ErrorCode::invalid_field);
  CHECK(refused(std::string(5000, '[')).code == ErrorCode::bad_json);
  CHECK(refused("{}").param == "model");
  CHECK(refused(R"({"model":"demo"})").param == "messages");
  CHECK(refused(R"({"model":7,"messages":[]})").param == "model");
  CHECK(refused(R"({"model":"","messages":[]})").param == "model");
  CHECK(refused(R"({"model":"demo","messages":"Hi"})").param == "messages");
  CHECK(refused(messages("")).param == "messages");
  CHECK(refused(messages("7")).param == "messages[0]");
  CHECK(refused(messages("null")).param == "messages[0]");
  CHECK(refused(messages(R"({"content":"Hi"})")).param == "messages[0].role");
  CHECK(refused(messages(R"({"role":"wizard","content":"Hi"})")).param == "messages[0].role");
  CHECK(refused(messages(R"({"role":"user"})")).param == "messages[0].content");
  CHECK(refused(messages(R"({"role":"user","content":7})")).param == "messages[0].content");
  CHECK(refused(messages(R"({"role":"user","content":[7]})")).param == "messages[0].content");
  CHECK(refused(messages(R"({"role":"user","content":["Hi"]})")).param == "messages[0].content");
  CHECK(refused(messages(R"({"role":"user","content":[{"type":"text"}]})")).param ==
        "messages[0].content");
  CHECK(refused(messages(R"({"role":"user","content":"a\u0000b"})")).param ==
        "messages[0].content");
  CHECK(refused(with(kPlain, R"("temperature":3)")).param == "temperature");
  CHECK(refused(with(kPlain, R"("temperature":"hot")")).param == "temperature");
  CHECK(refused(with(kPlain, R"("max_tokens":0)")).param == "max_tokens");
  CHECK(refused(with(kPlain, R"("max_completion_tokens":-1)")).param == "max_completion_tokens");
  CHECK(refused(with(kPlain, R"("stream":"yes")")).param == "stream");
  CHECK(refused(with(kPlain, R"("stream_options":true)")).param == "stream_options");
}

TEST_CASE("a chat completion request must end with something that the user says") {
  CHECK(refused(messages(R"({"role":"system","content":"x"})")).param == "messages");
  CHECK(refused(messages(R"({"role":"user","content":""})")).param == "messages");
  CHECK(refused(messages(R"({"role":"user","content":"Hi"},{"role":"assistant","content":"H"})"))
            .param == "messages");
  ChatLimits limits;
  limits.max_message_bytes = 1;
  limits.max_instructions_bytes = 3;
  CHECK(refused(kPlain, limits).param == "messages");
  CHECK(refused(messages(R"({"role":"system","content":"abcd"},{"role":"user","content":"x"})"),
                limits)
            .message.find("instructions") != std::string::npos);
}

TEST_CASE("an earlier refusal of the assistant is what it said") {
  const auto request = chat_completions_request_from_json(
      messages(R"({"role":"user","content":"Hi"},)"
               R"({"role":"assistant","content":null,"refusal":"No."},)"
               R"({"role":"user","content":"Why?"})"),
      {});
  REQUIRE(request.ok());
  CHECK(request.value().messages[1] == PromptMessage{Role::assistant, "No."});
}

TEST_CASE("a whole chat completion has OpenAI's shape") {
  FaceAnswer answer = said("Hello \"you\"\n");
  answer.usage = {26, 7, 3, 2};
  answer.model = "demo-2026";
  CHECK(chat_completion_json(kHead, answer) ==
        R"({"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"demo-2026",)"
        R"("choices":[{"index":0,"message":{"role":"assistant","content":"Hello \"you\"\n",)"
        R"("refusal":null},"logprobs":null,"finish_reason":"stop"}],)"
        R"("usage":{"prompt_tokens":26,"completion_tokens":7,"total_tokens":33,)"
        R"("prompt_tokens_details":{"cached_tokens":3},)"
        R"("completion_tokens_details":{"reasoning_tokens":2}}})");
}

TEST_CASE("numbers that nobody gave are not made up: a chat completion's usage is null then") {
  FaceAnswer answer = said("Hi");
  answer.usage.output_tokens = 7;
  CHECK(chat_completion_json(kHead, answer).ends_with(R"("usage":null})"));
}

TEST_CASE("each ending has OpenAI's finish_reason, and a refusal is no content") {
  const auto whole = [](Ending ending) { return chat_completion_json(kHead, said("No.", ending)); };
  CHECK(whole(Ending::completed).find(R"("finish_reason":"stop")") != std::string::npos);
  CHECK(whole(Ending::length).find(R"("finish_reason":"length")") != std::string::npos);
  CHECK(whole(Ending::filtered).find(R"("finish_reason":"content_filter")") != std::string::npos);
  CHECK(whole(Ending::refused)
            .find(R"("content":null,"refusal":"No."},"logprobs":null,"finish_reason":"stop")") !=
        std::string::npos);
}

TEST_CASE("a streamed chat completion is role, reasoning, contents, finish, usage, [DONE]") {
  const auto stream = make_chat_completions_stream(kHead, true);
  std::string bytes = stream->begin();
  bytes += stream->reasoning("Easy.");
  bytes += stream->text("Hel");
  bytes += stream->text("lo\n\ndata: [DONE]");
  FaceAnswer answer = said("Hello\n\ndata: [DONE]");
  answer.usage = {26, 7, std::nullopt, std::nullopt};
  bytes += stream->end(answer);
  CHECK(bytes == face_fixture("chat_stream.sse"));
}

TEST_CASE("a chat completion stream tells no usage that is unknown or was not asked for") {
  const auto unasked = make_chat_completions_stream(kHead, false);
  FaceAnswer answer = said("Hi");
  CHECK(unasked->begin().find("usage") == std::string::npos);
  answer.usage = {1, 2, std::nullopt, std::nullopt};
  CHECK(unasked->end(answer).find("usage") == std::string::npos);

  const auto unknown = make_chat_completions_stream(kHead, true);
  CHECK(events_in(unknown->end(said("Hi"))).size() == 2);  // finish, [DONE]
}

TEST_CASE("a chat completion stream that fails ends with the error and without [DONE]") {
  const auto stream = make_chat_completions_stream(kHead, true);
  FaceAnswer answer = said("Hal", Ending::upstream_error);
  answer.error = Error{ErrorCode::upstream_error, "The provider broke off.", {}, true};
  CHECK(stream->end(answer) ==
        "data: {\"error\":{\"message\":\"The provider broke off.\",\"type\":\"api_error\","
        "\"param\":null,\"code\":\"upstream_error\"}}\n\n");
  for (const Ending stopped : {Ending::cancelled, Ending::disconnected})
    CHECK(stream->end(said("Hal", stopped)).find(R"("code":"cancelled")") != std::string::npos);
}

TEST_CASE("an answer that the store did not take is a failure though it is complete") {
  FaceAnswer answer = said("Hello");
  answer.error = store_unavailable("Redis does not answer.");
  const std::string bytes = make_chat_completions_stream(kHead, false)->end(answer);
  CHECK(bytes.find(R"("code":"store_unavailable")") != std::string::npos);
  CHECK(bytes.find("[DONE]") == std::string::npos);
}

TEST_CASE("a chat completion stream says which model stands in") {
  const auto stream = make_chat_completions_stream(kHead, false);
  stream->set_model("other");
  CHECK(stream->text("Hi").find(R"("model":"other")") != std::string::npos);
}
