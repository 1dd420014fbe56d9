#include "shared/turn_record_json.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "shared/curl_line.h"
#include "shared/json_fields.h"

using namespace magic;

namespace {

AnswerRecord answer_record() {
  AnswerRecord record;
  record.answer.role = Role::assistant;
  record.answer.text = "Hi";
  record.request = {Mode::stateful,
                    ProviderId::chatgpt,
                    "m",
                    "Be brief.",
                    50,
                    0.5,
                    {MemoryStrategy::summary, 0, 0, 8}};
  record.context.stored_messages = 3;
  record.context.items = {{"m1", Role::user, true, ContextReason::new_message, 9}};
  record.trace = {
      "responses",
      "https://api.openai.com/v1/responses",
      17,
      "00ff",
      200,
      "resp_1",
      "req_1",
      80,
      {{ProviderId::chatgpt, 503, "upstream_error", 0}, {ProviderId::chatgpt, 200, "", 500}}};
  record.call = UpstreamCall{
      "POST",
      "https://api.openai.com/v1/responses",
      {{"Authorization", "Bearer $OPENAI_API_KEY"}, {"Content-Type", "application/json"}},
      R"({"a":"it's"})"};
  record.call_is_exact = true;
  return record;
}

// What a POSIX shell makes of the line: the arguments of curl, one a line.
std::string arguments_in_shell(const std::string& line) {
  char path[] = "/tmp/magic_curl_line_XXXXXX";
  FILE* script = fdopen(mkstemp(path), "w");
  REQUIRE(script != nullptr);
  std::fprintf(script,
               "curl() { printf '<%%s>\\n' \"$@\"; }\nOPENAI_API_KEY=sk-1; NAME=wrong\n%s\n",
               line.c_str());
  std::fclose(script);
  FILE* shell = popen((std::string("sh ") + path + " 2>&1").c_str(), "r");
  REQUIRE(shell != nullptr);
  std::string out;
  for (int c = std::fgetc(shell); c != EOF; c = std::fgetc(shell)) out += static_cast<char>(c);
  CHECK(pclose(shell) == 0);
  std::remove(path);
  return out;
}

}  // namespace

TEST_CASE("a turn's record survives the wire") {
  TurnRecord record{"s-1", "turn_1", Message{}, {answer_record()}, "finished"};
  record.question->text = "Hello";
  CHECK(turn_record_from_json(to_json(record)).value() == record);

  AnswerRecord gone;
  gone.answer.role = Role::assistant;
  gone.call_note = "A message that was sent has been deleted since.";
  record.question.reset();
  record.answers = {gone};
  CHECK(turn_record_from_json(to_json(record)).value() == record);
}

TEST_CASE("a turn's record shows the call with its curl line, and null for what is not known") {
  TurnRecord record{"s", "t", std::nullopt, {answer_record(), AnswerRecord{}}, "finished"};
  const Json json = parse_json(to_json(record)).value();
  CHECK(json["question"].is_null());
  const Json& call = json["answers"][0]["call"];
  CHECK(call["curl"] == curl_line(*answer_record().call));
  CHECK(call["body"] == R"({"a":"it's"})");
  CHECK(call["exact"] == true);
  CHECK(json["answers"][0]["request"]["memory"]["keep_last"] == 8);
  CHECK(json["answers"][1]["call"].is_null());
  CHECK(json["answers"][1]["upstream"]["status"].is_null());
}

TEST_CASE("a damaged record names what is wrong") {
  CHECK(turn_record_from_json("{}").error().param == "session_id");
  CHECK(turn_record_from_json(R"({"session_id":"s","turn_id":"t"})").error().param == "answers");
  CHECK(
      turn_record_from_json(R"({"session_id":"s","turn_id":"t","answers":[{"answer":{"text":7}}]})")
          .error()
          .param == "answers[0].answer.text");
  CHECK(turn_record_from_json(R"({"session_id":"s","turn_id":"t","answers":[{}]})").error().param ==
        "answers[0].answer");
}

TEST_CASE("a curl line gives a shell exactly the request, and only the key's word is expanded") {
  UpstreamCall call = *answer_record().call;
  call.headers[1].second = R"(it's "$NAME" `x` \ done)";
  call.body = "{\"a\":\"it's $NAME `x` \\\\ \\n \xF0\x9F\x98\x80 !\"}\n";
  CHECK(arguments_in_shell(curl_line(call)) ==
        "<-sS>\n<https://api.openai.com/v1/responses>\n"
        "<-H>\n<Authorization: Bearer sk-1>\n"
        "<-H>\n<Content-Type: it's \"$NAME\" `x` \\ done>\n"
        "<--data-binary>\n<" +
            call.body + ">\n");
}

TEST_CASE("a key's header cannot run anything in the shell") {
  UpstreamCall call;
  call.url = "http://localhost/it's";
  call.headers = {{"authorization", "$(echo run) `echo run` ${NAME} \"'\\ $ $1 $OPENAI_API_KEY"}};
  call.method = "GET";
  CHECK(arguments_in_shell(curl_line(call)) ==
        "<-sS>\n<-X>\n<GET>\n<http://localhost/it's>\n<-H>\n"
        "<authorization: $(echo run) `echo run` ${NAME} \"'\\ $ $1 sk-1>\n"
        "<--data-binary>\n<>\n");
}
