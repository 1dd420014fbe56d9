// A key that an answer repeats, as a whole and in pieces.
#include "proxy/providers/redacting_sink.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/providers/openai_setup.h"
#include "tests/proxy/providers/recording_sink.h"

using namespace magic;
using namespace magic::test;

namespace {

const Secret kKey("ab-abc-12345");

// What arrives when `text` is cut after each `size` bytes.
RecordingSink passed_on(std::string_view text, std::size_t size, const Secret& key = kKey) {
  RecordingSink reader;
  RedactingSink sink(reader, key);
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size())))
    sink.on_text(text.substr(0, size));
  sink.finish();
  return reader;
}

}  // namespace

TEST_CASE("a key is taken out of an answer, wherever the answer is cut") {
  for (std::size_t size = 1; size < 40; ++size) {
    CHECK(passed_on("It is ab-abc-12345, ab-ab-abc-12345!", size).text ==
          "It is [redacted], ab-[redacted]!");
    CHECK(passed_on("ab-abc-1234", size).text == "ab-abc-1234");
    CHECK(passed_on("ab-abc-12345", size).text == "[redacted]");
  }
}

TEST_CASE("what cannot be the beginning of a key is not held back") {
  CHECK(passed_on("one two ab", 4).pieces == std::vector<std::string>{"one ", "two ", "ab"});
}

TEST_CASE("a placeholder and a key that is a part of its substitute are passed through") {
  CHECK(passed_on("ask ollama", 3, Secret("ollama")).text == "ask ollama");
  CHECK(passed_on("redacted", 3, Secret("redacted")).text == "[redacted]");
  CHECK(passed_on("text", 3, Secret()).text == "text");
}

TEST_CASE("text that is held back comes before the reasoning that follows it") {
  RecordingSink reader;
  RedactingSink sink(reader, kKey);
  sink.on_text("x ab-");
  sink.on_reasoning("abc-12345");
  sink.finish();
  CHECK(reader.text == "x ab-");
  CHECK(reader.reasoning == "abc-12345");
  CHECK(reader.pieces == std::vector<std::string>{"x ", "ab-", "abc-12345"});
}

TEST_CASE("a reader that wants no more is heard also when something is held back") {
  RecordingSink reader;
  reader.stop_after = 1;
  RedactingSink sink(reader, kKey);
  CHECK_FALSE(sink.on_text("x ab-"));
}

TEST_CASE("a server that puts the key into every field of its answer gets it into none of ours") {
  const std::string key = kOpenAiKey;
  const std::string body =
      R"(data: {"type":"response.created","response":{"id":")" + key + R"(","model":")" + key +
      "\"}}\n\n" +
      R"(data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":")" +
      key.substr(0, 9) + "\"}\n\n" +
      R"(data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":")" +
      key.substr(9) + "\"}\n\n" + R"(data: {"type":"response.completed","response":{"id":")" + key +
      R"(","model":")" + key + R"(","status":"completed","output":[]}})" + "\n\n";
  OpenAiSetup setup(
      {test::send(whole_answer(200, "text/event-stream", body, "x-request-id: " + key + "\r\n"))});
  setup.server.on(
      "GET /v1/models",
      {test::send(whole_answer(200, "application/json",
                               R"({"object":"list","data":[{"id":")" + key + R"("}]})"))});
  const Answer answer = setup.ask();
  CHECK(answer.end.ending == Ending::completed);
  CHECK(answer.text == "[redacted]");
  CHECK(answer.end.model.empty());
  CHECK(answer.end.trace.response_id.empty());
  CHECK(answer.end.trace.request_id.empty());
  for (const ModelInfo& model : setup.provider->models())
    CHECK(model.name.find("SECRET") == std::string::npos);
}
