#include "proxy/providers/openai_codec.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/providers/decoding.h"

using namespace magic;
using namespace magic::test;

namespace {

Decoded streamed(const std::string& name) {
  return decode(make_openai_stream_decoder, fixture("openai/" + name));
}

Decoded whole(const std::string& name) {
  return decode(make_openai_whole_decoder, fixture("openai/" + name));
}

const std::string kText = "Your name is 小明. 👩‍💻";

}  // namespace

TEST_CASE("an OpenAI request says everything once and keeps nothing at the provider") {
  Prompt prompt;
  prompt.model = "gpt-5-mini";
  prompt.instructions = "Be brief.";
  prompt.messages = {{Role::user, "My name is \"小明\""},
                     {Role::assistant, "Hi!"},
                     {Role::user, "What's my name?"}};
  prompt.max_output_tokens = 800;
  CHECK(openai_request_json(prompt, "minimal") ==
        R"({"model":"gpt-5-mini","store":false,"stream":true,"max_output_tokens":800,)"
        R"("reasoning":{"effort":"minimal"},"instructions":"Be brief.","input":[)"
        R"({"type":"message","role":"user","content":"My name is \"小明\""},)"
        R"({"type":"message","role":"assistant","content":"Hi!"},)"
        R"({"type":"message","role":"user","content":"What's my name?"}]})");
}

TEST_CASE("an OpenAI request leaves out what was not asked for") {
  Prompt prompt;
  prompt.model = "gpt-4o";
  prompt.messages = {{Role::user, "Hi"}};
  prompt.stream = false;
  CHECK(openai_request_json(prompt, "") ==
        R"({"model":"gpt-4o","store":false,"stream":false,)"
        R"("input":[{"type":"message","role":"user","content":"Hi"}]})");
  prompt.temperature = 0.5;
  CHECK(openai_request_json(prompt, "").find(R"("temperature":0.5)") != std::string::npos);
}

TEST_CASE("only the first gpt-5 models are asked for minimal reasoning") {
  for (const char* model : {"gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-mini-2025-08-07"})
    CHECK(default_reasoning_effort(model) == "minimal");
  for (const char* model : {"gpt-5.1", "gpt-5-pro", "gpt-5-mini-latest", "gpt-5-codex", "gpt-4o",
                            "gpt-5-mini-2025-08-0x", ""})
    CHECK(default_reasoning_effort(model) == "");
}

TEST_CASE("a completed OpenAI stream gives text, reasoning, model and usage") {
  const Decoded answer = streamed("stream_completed.sse");
  CHECK(answer.text == kText);
  CHECK(answer.reasoning == "The user asks.\n\nSo answer.");
  CHECK(answer.ending == Ending::completed);
  CHECK(answer.model == "gpt-5-mini-2025-08-07");
  CHECK(answer.usage == Usage{40, 12, 8, 5});
  CHECK(answer.response_id == "resp_1");
}

TEST_CASE("an OpenAI stream without deltas still gives the text of its last event") {
  const Decoded answer = streamed("stream_without_deltas.sse");
  CHECK(answer.text == kText);
  CHECK(answer.ending == Ending::completed);
}

TEST_CASE("an incomplete OpenAI answer says whether length or the filter cut it") {
  const Decoded cut = streamed("stream_length.sse");
  CHECK(cut.ending == Ending::length);
  CHECK(cut.text == "Once upon");
  CHECK(streamed("stream_filtered.sse").ending == Ending::filtered);
  CHECK(whole("whole_length.json").ending == Ending::length);
}

TEST_CASE("an OpenAI answer cut while the model was reasoning has no text and ends as length") {
  const Decoded answer = streamed("stream_length_without_message.sse");
  CHECK(answer.ending == Ending::length);
  CHECK(answer.text.empty());
}

TEST_CASE("an OpenAI refusal is kept as text and ends as refused") {
  for (const Decoded& answer : {streamed("stream_refusal.sse"), whole("whole_refusal.json")}) {
    CHECK(answer.text == "I'm sorry, no.");
    CHECK(answer.ending == Ending::refused);
  }
}

TEST_CASE("every shape of an OpenAI error is understood, and the text before it kept") {
  const std::pair<const char*, ProviderProblem> kShapes[] = {
      {"stream_failed.sse", {"server_error", "", "", "The model crashed."}},
      {"stream_error_nested.sse",
       {"rate_limit_exceeded", "tokens", "",
        "Rate limit reached for gpt-5-mini. Please try again in 6.57s."}},
      {"stream_error_flat.sse", {"server_error", "error", "", "Something broke."}},
      {"stream_error_gateway.sse",
       {"previous_response_not_found", "", "", "Previous response with id 'resp_9' not found."}}};
  for (const auto& [name, problem] : kShapes) {
    const Decoded answer = streamed(name);
    INFO(name);
    CHECK(answer.ending == Ending::upstream_error);
    CHECK(answer.text == "Half an");
    CHECK(answer.problem == problem);
  }
  CHECK(whole("whole_failed.json").problem.message == "The model crashed.");
}

TEST_CASE("an OpenAI stream that just stops has no ending, and its text is kept") {
  const Decoded answer = streamed("stream_truncated.sse");
  CHECK_FALSE(answer.ending);
  CHECK(answer.text == "Half an");
  CHECK(answer.model == "gpt-5-mini-2025-08-07");
  CHECK(answer.response_id == "resp_1");
}

TEST_CASE("an OpenAI answer that is not streamed is read from all its items") {
  const Decoded answer = whole("whole_completed.json");
  CHECK(answer.text == kText);
  CHECK(answer.reasoning == "The user asks.\n\nSo answer.");
  CHECK(answer.ending == Ending::completed);
  CHECK(answer.usage == Usage{40, 12, 8, 5});
  CHECK(answer.response_id == "resp_1");
}

TEST_CASE("what is not an OpenAI answer is an upstream error") {
  for (const char* bytes : {"data: {\"type\":\n\n", "data: 7\n\n", "data: {\"a\":\"\xFF\"}\n\n"}) {
    const Decoded answer = decode(make_openai_stream_decoder, bytes);
    CHECK(answer.ending == Ending::upstream_error);
    CHECK(answer.problem == unreadable_answer());
  }
  for (const char* bytes : {"", "[]", "{}", "nonsense", R"({"status":"in_progress"})"})
    CHECK(decode(make_openai_whole_decoder, bytes).ending == Ending::upstream_error);
}

TEST_CASE("an OpenAI decoder tells when nothing more is wanted") {
  const std::string bytes = fixture("openai/stream_completed.sse");
  RecordingSink all;
  CHECK(make_openai_stream_decoder()->feed(bytes, all) == AnswerDecoder::Want::nothing_more);
  RecordingSink one;
  one.stop_after = 1;
  CHECK(make_openai_stream_decoder()->feed(bytes, one) == AnswerDecoder::Want::hang_up);
  CHECK(one.pieces.size() == 1);
}
