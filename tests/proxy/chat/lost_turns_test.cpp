// Turns whose proxy died: what is left of them is put together and stored.
#include "proxy/chat/lost_turns.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/store_answer.h"
#include "tests/support/chat_bench.h"

using namespace magic;

namespace {

// As a proxy leaves it behind that dies in the middle of an answer.
void lose_turn(ChatBench& bench, const std::string& turn_id, int lanes = 1) {
  Message question;
  question.turn_id = turn_id;
  question.text = "Are you there?";
  question.mode = Mode::stateful;
  question.provider = ProviderId::ollama;
  question.model = "llama-1";
  REQUIRE(bench.parts->store->append_question("s", {question, "", "", "", lanes}).ok());
  for (const char* piece : {"I ", "am "})
    bench.parts->feed->publish_piece("s", turn_id, 0, LiveEvent::Kind::delta, piece);
  bench.parts->feed->publish_piece("s", turn_id, 0, LiveEvent::Kind::reasoning, "Hm.");
  if (lanes > 1)
    bench.parts->feed->publish_piece("s", turn_id, 1, LiveEvent::Kind::delta, "So am I");
}

NewAnswer answer_of(const std::string& turn_id, const std::string& text) {
  NewAnswer answer;
  answer.message.turn_id = turn_id;
  answer.message.role = Role::assistant;
  answer.message.text = text;
  return answer;
}

}  // namespace

TEST_CASE("who reads a session finds what a lost turn had said, as disconnected") {
  ChatBench bench(says({"Hello"}));
  (void)bench.say("Hi");
  lose_turn(bench, "t");
  const std::vector<Message> messages = bench.stored();
  REQUIRE(messages.size() == 4);
  CHECK(messages[3].turn_id == "t");
  CHECK(messages[3].text == "I am ");
  CHECK(messages[3].reasoning == "Hm.");
  CHECK(messages[3].status == Ending::disconnected);
  CHECK(messages[3].provider == ProviderId::ollama);
  CHECK(messages[3].model == "llama-1");
  CHECK(bench.stored() == messages);
}

TEST_CASE("the record of a lost turn has what every lane had said") {
  ChatBench bench(says({"Hello"}));
  lose_turn(bench, "t", 2);
  const TurnRecord record = bench.sessions->turn("s", "t").value();
  CHECK(record.status == "finished");
  REQUIRE(record.answers.size() == 2);
  CHECK(record.answers[0].answer.text == "I am ");
  CHECK(record.answers[1].answer.text == "So am I");
}

TEST_CASE("a lost turn whose question was erased is interrupted, and gets no answer") {
  ChatBench bench(says({"Hello"}));
  (void)bench.say("Hi");
  lose_turn(bench, "t");
  const std::string question =
      bench.parts->store->read_page("s", std::nullopt, 10).value().messages.back().id;
  REQUIRE(bench.sessions->erase("s", question).ok());
  CHECK(bench.sessions->turn("s", "t").value().status == "interrupted");
  CHECK(bench.stored().size() == 2);
}

TEST_CASE("the next turn is sent what a lost one had said") {
  ChatBench bench(says({"Hello"}));
  lose_turn(bench, "t");
  (void)bench.say("Go on");
  const std::vector<PromptMessage> sent = bench.demo->prompts().at(0).messages;
  REQUIRE(sent.size() == 3);
  CHECK(sent[1].text == "I am ");
}

TEST_CASE("a turn that has its place in the line is not taken for lost") {
  ChatBench bench(says({"Hello"}));
  const auto place = bench.parts->queue->enter("s");
  REQUIRE(place.ok());
  lose_turn(bench, "t");
  CHECK(bench.stored().size() == 1);
  CHECK(bench.sessions->turn("s", "t").value().status == "running");
}

TEST_CASE("an answer whose turn was taken for lost is stored beside what had come of it") {
  ChatBench bench(says({"Hello"}));
  lose_turn(bench, "t");
  REQUIRE(bench.stored().size() == 2);
  NewAnswer whole = answer_of("t", "I am here.");
  const Result<Appended> stored = store_answer(*bench.store, "s", whole);
  REQUIRE(stored.ok());
  CHECK(whole.message.attempt == 1);
  const std::vector<Message> messages = bench.stored();
  REQUIRE(messages.size() == 3);
  CHECK(messages[2].id == stored.value().id);
  CHECK(messages[2].text == "I am here.");
  CHECK(messages[2].current);
  CHECK_FALSE(messages[1].current);
}

TEST_CASE("an answer that is stored a second time is stored once") {
  ChatBench bench(says({"Hello"}));
  lose_turn(bench, "t");
  NewAnswer answer = answer_of("t", "I am here.");
  const Result<Appended> first = store_answer(*bench.store, "s", answer);
  const Result<Appended> second = store_answer(*bench.store, "s", answer);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first.value().id == second.value().id);
  CHECK(bench.stored().size() == 2);
}
