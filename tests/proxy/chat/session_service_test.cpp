// What is stored: sessions, marks, records of turns, previews, taking a session along.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "proxy/chat/session_title.h"
#include "tests/support/chat_bench.h"

using namespace magic;

namespace {

AnswerEnd traced() {
  AnswerEnd end;
  end.trace.format = "scripted";
  end.trace.url = "http://scripted.example/";
  return end;
}

// Answers, and notes what it was sent as a provider does.
AnswerEnd tracing(const Prompt& prompt, AnswerSink& sink, CancelToken&) {
  std::string body = prompt.model + "|" + prompt.instructions;
  for (const PromptMessage& message : prompt.messages) body += "|" + message.text;
  AnswerEnd end = traced();
  end.trace.body_bytes = static_cast<std::int64_t>(body.size());
  end.trace.body_hash = text_hash(body);
  sink.on_text("ok");
  return end;
}

}  // namespace

TEST_CASE("a session is named after the first words of its first message until it is renamed") {
  ChatBench bench(says({"x"}));
  (void)bench.say("  Plan a trip\nto Lisbon in May ");
  CHECK(bench.sessions->info("s").value().title == "Plan a trip to Lisbon in May");
  REQUIRE(bench.sessions->patch("s", {.title = "Lisbon", .local_only = {}}).ok());
  (void)bench.say("And now?");
  const SessionInfo info = bench.sessions->info("s").value();
  CHECK(info.title == "Lisbon");
  CHECK(info.renamed);
  CHECK(info.message_count == 4);
}

TEST_CASE("a long first message gives a title that ends at a word, whole characters only") {
  const std::string title = title_from(
      "Please explain to me in great detail how a language model can remember what I said before");
  CHECK(title.size() <= 64);
  CHECK(title.ends_with("…"));
  CHECK(title.find("  ") == std::string::npos);
  const std::string wide =
      title_from("日本語でとても長い質問をしたいのですがよろしいでしょうかお願い致します");
  CHECK(wide.ends_with("…"));
  CHECK(title_from("").empty());
}

TEST_CASE("a pinned message is not an excluded one, and the other way round") {
  ChatBench bench(says({"x"}));
  (void)bench.say("Hi");
  const std::string id = bench.stored().at(0).id;
  CHECK(bench.sessions->mark("s", id, {.pinned = true, .excluded = {}}).value().pinned);
  const Message excluded = bench.sessions->mark("s", id, {.pinned = {}, .excluded = true}).value();
  CHECK(excluded.excluded);
  CHECK_FALSE(excluded.pinned);
  (void)bench.say("next");
  CHECK(bench.demo->prompts().back().messages.size() == 1);
  CHECK(bench.sessions->mark("s", "m9999999999", {.pinned = true, .excluded = {}}).error().code ==
        ErrorCode::not_found);
}

TEST_CASE("a turn's record shows the request again, byte for byte") {
  ChatBench bench(tracing);
  (void)bench.say("My name is Alice");
  TurnRequest request = ChatBench::request("What is my name?");
  request.lanes[0].instructions = "Be brief.";
  const std::string turn_id = bench.say(request).answer.message.turn_id;
  (void)bench.say("something later");

  const TurnRecord record = bench.sessions->turn("s", turn_id).value();
  REQUIRE(record.question.has_value());
  CHECK(record.question->text == "What is my name?");
  REQUIRE(record.answers.size() == 1);
  const AnswerRecord& answer = record.answers[0];
  REQUIRE(answer.call.has_value());
  CHECK(answer.call->body == "demo-1|Be brief.|My name is Alice|ok|What is my name?");
  CHECK(answer.call_is_exact);
  CHECK(answer.request.instructions == "Be brief.");
  REQUIRE(answer.context.items.size() == 3);
  CHECK(answer.context.items[0].reason == ContextReason::history);
  CHECK(answer.context.items[2].reason == ContextReason::new_message);
}

TEST_CASE("a record of a turn does not bring back what was deleted") {
  ChatBench bench(tracing);
  (void)bench.say("my secret");
  const std::string turn_id = bench.say("next").answer.message.turn_id;
  REQUIRE(bench.sessions->erase("s", bench.stored().at(0).id).ok());
  const AnswerRecord answer = bench.sessions->turn("s", turn_id).value().answers.at(0);
  CHECK_FALSE(answer.call.has_value());
  CHECK(answer.call_note.find("deleted") != std::string::npos);
}

TEST_CASE("a record of a turn that is not there is not found") {
  ChatBench bench(tracing);
  CHECK(bench.sessions->turn("s", "turn_unknown").error().code == ErrorCode::not_found);
}

TEST_CASE("a turn whose answer was deleted is finished, and there is nothing to stop") {
  ChatBench bench(says({"x"}));
  const Message answer = bench.say("Hi").answer.message;
  REQUIRE(bench.sessions->erase("s", answer.id).ok());
  CHECK(bench.sessions->turn("s", answer.turn_id).value().status == "finished");
  CHECK_FALSE(bench.chat->cancel("s", answer.turn_id).value());
}

TEST_CASE("a preview tells what would be sent, and sends and stores nothing") {
  ChatBench bench(says({"x"}));
  for (const char* text : {"one", "two", "three"}) (void)bench.say(text);
  LaneRequest lane;
  lane.mode = Mode::stateful;
  lane.provider = ProviderId::demo;
  lane.memory = {.strategy = MemoryStrategy::last_n, .n = 2};
  const ContextReport report = bench.sessions->preview("s", lane, "four").value();
  CHECK(report.sent_messages == 3);
  CHECK(report.items.at(0).reason == ContextReason::last_n);
  CHECK(bench.demo->prompts().size() == 3);
  CHECK(bench.stored().size() == 6);
}

TEST_CASE("a session that is taken along and brought back remembers the same") {
  ChatBench bench(says({"ok"}));
  (void)bench.say("My name is Alice");
  (void)bench.say("What is my name?");
  REQUIRE(
      bench.sessions->mark("s", bench.stored().at(0).id, {.pinned = true, .excluded = {}}).ok());
  const SessionExport taken = bench.sessions->take_along("s").value();
  const SessionInfo back = bench.sessions->bring_back("", taken, {}).value();
  CHECK(back.id != "s");
  CHECK(back.title == taken.info.title);
  const std::vector<Message> messages = bench.stored(back.id);
  REQUIRE(messages.size() == 4);
  CHECK(messages[0].pinned);
  (void)bench.say("And now?", Mode::stateful, back.id);
  CHECK(bench.demo->prompts().back().messages.size() == 5);
}

TEST_CASE("a list holds the caller's sessions only") {
  ChatBench bench(says({"x"}));
  TurnRequest mine = ChatBench::request("Hi", Mode::stateless, "mine");
  mine.caller.owner = "anon:a";
  (void)bench.say(mine);
  TurnRequest theirs = ChatBench::request("Hi", Mode::stateless, "theirs");
  theirs.caller.owner = "anon:b";
  (void)bench.say(theirs);
  const auto list = bench.sessions->list({.owner = "anon:a", .request_id = ""}, 10).value();
  REQUIRE(list.size() == 1);
  CHECK(list[0].id == "mine");
  CHECK(bench.sessions->list({}, 10).value().empty());
}
