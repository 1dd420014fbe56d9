#include "proxy/openai_face/responses_face.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/openai_face/face_fixture.h"

using namespace magic;
using namespace magic::test;

namespace {

const std::string kPlain = R"({"model":"demo","input":"Hi"})";
const FaceHead kHead{"resp_1", 1760000000, "demo"};

Error refused(const std::string& body, const ChatLimits& limits = {}) {
  return refusal_of(responses_request_from_json, body, limits);
}

std::string input(const std::string& list) { return R"({"model":"demo","input":[)" + list + "]}"; }

std::vector<std::string> names_in(const std::string& bytes) {
  std::vector<std::string> names;
  for (const SseEvent& event : events_in(bytes)) names.push_back(event.name);
  return names;
}

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("a response request is read with all that counts and nothing that does not") {
  const auto request = responses_request_from_json(face_fixture("responses_request.json"), {});
  REQUIRE(request.ok());
  FaceRequest expected;
  expected.model = "demo";
  expected.instructions = "Be brief.\n\nSpeak English.";
  expected.messages = {{Role::user, "My name is Alice"},
                       {Role::assistant, "Hi Alice!"},
                       {Role::user, "What's my name?"}};
  expected.stream = true;
  expected.max_output_tokens = 99;
  expected.temperature = 0.5;
  CHECK(request.value() == expected);
}

TEST_CASE("the input of a response may be a string") {
  const auto request = responses_request_from_json(kPlain, {});
  REQUIRE(request.ok());
  CHECK(request.value().messages == std::vector<PromptMessage>{{Role::user, "Hi"}});
  CHECK_FALSE(request.value().stream);
}

TEST_CASE("what would change a response and cannot be honoured is refused by name") {
  const std::vector<std::pair<std::string, std::string>> fields{
      {"tools", R"([{"type":"web_search"}])"},
      {"previous_response_id", R"("resp_0")"},
      {"conversation", R"("conv_0")"},
      {"conversation", R"({"id":"conv_0"})"},
      {"prompt", R"({"id":"pmpt_0"})"},
      {"background", "true"},
      {"top_logprobs", "3"}};
  for (const auto& [name, value] : fields) {
    const Error error = refused(with(kPlain, "\"" + name + "\":" + value));
    CHECK(error.code == ErrorCode::invalid_field);
    CHECK(error.param == name);
  }
  CHECK(refused(with(kPlain, R"("text":{"format":{"type":"json_object"}})")).param ==
        "text.format");
  CHECK(refused(with(kPlain, R"("text":{"format":"json"})")).param == "text.format");
}

TEST_CASE("who asks for a previous response is told of the session header") {
  for (const char* field : {R"("previous_response_id":"resp_0")", R"("conversation":"conv_0")"})
    CHECK(has(refused(with(kPlain, field)).message, "X-Session-Id"));
}

TEST_CASE("items and content that are not text are refused, and the error says where they are") {
  const Error image =
      refused(input(R"({"role":"user","content":"Hi"},{"role":"user","content":)"
                    R"([{"type":"input_image","image_url":"https://x.example/a.png"}]})"));
  CHECK(image.param == "input[1].content");
  CHECK(has(image.message, "unsupported"));
  CHECK(refused(input(R"({"type":"function_call_output","call_id":"c","output":"4"})")).param ==
        "input[0].type");
  CHECK(refused(input(R"({"type":"item_reference","id":"msg_1"})")).param == "input[0].type");
  CHECK(refused(input(R"({"role":"tool","content":"4"})")).param == "input[0].role");
}

TEST_CASE("what is not a response request is refused without harm") {
  CHECK(refused("{").code == ErrorCode::bad_json);
  CHECK(refused("null").code == ErrorCode::invalid_field);
  CHECK(refused(R"({"input":"Hi"})").param == "model");
  CHECK(refused(R"({"model":"demo"})").param == "input");
  CHECK(refused(R"({"model":"demo","input":7})").param == "input");
  CHECK(refused(R"({"model":"demo","input":""})").param == "input");
  CHECK(refused(R"({"model":"demo","input":"a\u0000b"})").param == "input.content");
  CHECK(refused(input("")).param == "input");
  CHECK(refused(input("[]")).param == "input[0]");
  CHECK(refused(input(R"({"type":7,"role":"user","content":"Hi"})")).param == "input[0].type");
  CHECK(refused(input(R"({"role":"assistant","content":"Hi"})")).param == "input");
  CHECK(refused(with(kPlain, R"("instructions":["Be brief."])")).param == "instructions");
  CHECK(refused(with(kPlain, R"("max_output_tokens":0)")).param == "max_output_tokens");
  ChatLimits limits;
  limits.max_message_bytes = 1;
  CHECK(refused(kPlain, limits).param == "input");
}

TEST_CASE("a whole response has OpenAI's shape") {
  FaceAnswer answer = said("Alice.");
  answer.reasoning = "A name.";
  answer.usage = {40, 12, 8, 4};
  answer.model = "demo-2026";
  CHECK(response_json(kHead, answer) + "\n" == face_fixture("responses_whole.json"));
}

TEST_CASE("a response that was cut is incomplete and says why") {
  const std::string length = response_json(kHead, said("Ali", Ending::length));
  CHECK(has(length, R"("status":"incomplete")"));
  CHECK(has(length, R"("incomplete_details":{"reason":"max_output_tokens"})"));
  CHECK(has(length, R"("role":"assistant","content":[{"type":"output_text","text":"Ali")"));
  const std::string filtered = response_json(kHead, said("", Ending::filtered));
  CHECK(has(filtered, R"("incomplete_details":{"reason":"content_filter"})"));
  CHECK(has(filtered, R"("output":[])"));
  CHECK(has(filtered, R"("usage":null)"));
}

TEST_CASE("a refusal is a refusal part of a completed response") {
  const std::string refusal = response_json(kHead, said("No.", Ending::refused));
  CHECK(has(refusal, R"("status":"completed","error":null)"));
  CHECK(has(refusal, R"("content":[{"type":"refusal","refusal":"No."}])"));
  CHECK_FALSE(has(refusal, "output_text"));
}

TEST_CASE("a streamed response has OpenAI's events, numbered from zero") {
  const auto stream = make_responses_stream(kHead);
  std::string bytes = stream->begin();
  bytes += stream->reasoning("A ");
  bytes += stream->reasoning("name.");
  bytes += stream->text("Ali");
  bytes += stream->text("ce.");
  FaceAnswer answer = said("Alice.");
  answer.reasoning = "A name.";
  answer.usage = {40, 12, 8, 4};
  bytes += stream->end(answer);
  CHECK(bytes == face_fixture("responses_stream.sse"));

  std::int64_t number = 0;
  for (const SseEvent& event : events_in(bytes)) {
    const Json json = parse_json(event.data).value();
    CHECK(json["type"] == event.name);
    CHECK(json["sequence_number"] == number++);
  }
}

TEST_CASE("a response without any text still has its empty message") {
  const auto stream = make_responses_stream(kHead);
  stream->begin();
  CHECK(names_in(stream->end(said(""))) ==
        std::vector<std::string>{"response.output_item.added", "response.content_part.added",
                                 "response.output_text.done", "response.content_part.done",
                                 "response.output_item.done", "response.completed"});
}

TEST_CASE("a streamed response that was cut closes its item and is incomplete") {
  const auto stream = make_responses_stream(kHead);
  stream->begin();
  stream->text("Ali");
  const std::string end = stream->end(said("Ali", Ending::length));
  CHECK(names_in(end) ==
        std::vector<std::string>{"response.output_text.done", "response.content_part.done",
                                 "response.output_item.done", "response.incomplete"});
  CHECK(has(end, R"("status":"incomplete","role":"assistant")"));

  const auto silent = make_responses_stream(kHead);
  silent->begin();
  CHECK(names_in(silent->end(said("", Ending::filtered))) ==
        std::vector<std::string>{"response.incomplete"});
}

TEST_CASE("a streamed response that fails keeps what was said and tells why") {
  const auto stream = make_responses_stream(kHead);
  stream->begin();
  stream->text("Ali");
  FaceAnswer answer = said("Ali", Ending::upstream_error);
  answer.error = Error{ErrorCode::rate_limited, "Too many requests."};
  const std::vector<SseEvent> events = events_in(stream->end(answer));
  CHECK(events.back().name == "response.failed");
  CHECK(has(events.back().data,
            R"("error":{"code":"rate_limit_exceeded","message":"Too many requests."})"));
  CHECK(has(events.back().data, R"("text":"Ali")"));

  const auto stopped = make_responses_stream(kHead);
  stopped->begin();
  CHECK(has(stopped->end(said("", Ending::cancelled)), R"("status":"failed")"));
}

TEST_CASE("what turns out to be a refusal is said again as a refusal part") {
  const auto stream = make_responses_stream(kHead);
  stream->begin();
  stream->text("No.");
  const std::string end = stream->end(said("No.", Ending::refused));
  CHECK(names_in(end) ==
        std::vector<std::string>{"response.output_text.done", "response.content_part.done",
                                 "response.content_part.added", "response.refusal.delta",
                                 "response.refusal.done", "response.content_part.done",
                                 "response.output_item.done", "response.completed"});
  CHECK(has(end, R"("content_index":1,"refusal":"No.")"));
}

TEST_CASE("reasoning between two texts makes three items with places of their own") {
  const auto stream = make_responses_stream(kHead);
  stream->begin();
  stream->text("A");
  stream->reasoning("Hm.");
  stream->text("B");
  const std::vector<SseEvent> events = events_in(stream->end(said("AB")));
  const Json response = parse_json(events.back().data).value()["response"];
  REQUIRE(response["output"].size() == 3);
  CHECK(response["output"][0]["id"] == "msg_1_0");
  CHECK(response["output"][1]["id"] == "rs_1_1");
  CHECK(response["output"][2]["content"][0]["text"] == "B");
}
