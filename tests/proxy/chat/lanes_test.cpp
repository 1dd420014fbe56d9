// Several answers to one question: comparisons, replays, which one counts, and what stands in when
// a provider fails.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/chat_bench.h"

using namespace magic;

namespace {

LaneRequest lane(Mode mode, ProviderId provider = ProviderId::demo) {
  LaneRequest lane;
  lane.mode = mode;
  lane.provider = provider;
  return lane;
}

TurnRequest comparison(std::vector<LaneRequest> lanes, std::string text = "Hi") {
  TurnRequest request = ChatBench::request(std::move(text));
  request.lanes = std::move(lanes);
  return request;
}

std::vector<LaneResult> run_all(TurnRun& run) {
  std::vector<LaneResult> results(run.lanes());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < run.lanes(); ++i)
    threads.emplace_back([&run, &results, i] {
      Heard heard;
      results[i] = run.run(i, heard);
    });
  for (std::thread& thread : threads) thread.join();
  return results;
}

AnswerEnd failure(ErrorCode code, bool retryable = true) {
  AnswerEnd end;
  end.ending = Ending::upstream_error;
  end.error = Error{code, "It failed.", {}, retryable};
  return end;
}

// What is stored of it is far more than what a later turn is sent.
AnswerEnd thinks_long(const Prompt&, AnswerSink& sink, CancelToken&) {
  sink.on_reasoning(std::string(4096, 'x'));
  sink.on_text("ok");
  AnswerEnd end;
  end.trace.format = "scripted";
  return end;
}

const Message& answer_of(const std::vector<Message>& messages, int attempt) {
  return *std::find_if(messages.begin(), messages.end(), [attempt](const Message& m) {
    return m.role == Role::assistant && m.attempt == attempt;
  });
}

}  // namespace

TEST_CASE("a comparison stores its message once and each lane's answer as an alternative") {
  ChatBench bench(says({"from the demo"}));
  const auto run = bench.begin(comparison(
      {lane(Mode::stateless), lane(Mode::stateful), lane(Mode::stateful, ProviderId::ollama)}));
  const auto results = run_all(*run);
  CHECK(results[2].answer.message.text == "from another provider");
  const std::vector<Message> stored = bench.stored();
  REQUIRE(stored.size() == 4);
  CHECK(std::count_if(stored.begin(), stored.end(),
                      [](const Message& m) { return m.role == Role::user; }) == 1);
  CHECK(answer_of(stored, 0).current);
  CHECK_FALSE(answer_of(stored, 1).current);
  CHECK(answer_of(stored, 2).turn_id == stored[0].turn_id);
}

TEST_CASE("lanes run at the same time") {
  std::atomic<int> inside = 0;
  ChatBench bench([&inside](const Prompt&, AnswerSink& sink, CancelToken&) {
    ++inside;
    for (int i = 0; i < 2000 && inside < 2; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    sink.on_text(inside == 2 ? "together" : "alone");
    return AnswerEnd{};
  });
  const auto run = bench.begin(comparison({lane(Mode::stateless), lane(Mode::stateful)}));
  for (const LaneResult& result : run_all(*run)) CHECK(result.answer.message.text == "together");
}

TEST_CASE("a failing lane does not touch the others, and is not the current answer") {
  ChatBench bench(says({}, failure(ErrorCode::upstream_error)));
  bench.ollama->set_status({ProviderId::ollama, false, "Start Ollama.", "llama-1", 4096});
  const auto run =
      bench.begin(comparison({lane(Mode::stateful), lane(Mode::stateful, ProviderId::ollama),
                              lane(Mode::stateful, ProviderId::chatgpt)}));
  const auto results = run_all(*run);
  CHECK(results[0].error.has_value());
  CHECK(results[1].error->message == "Start Ollama.");
  CHECK_FALSE(results[2].error.has_value());
  const std::vector<Message> stored = bench.stored();
  REQUIRE(stored.size() == 4);
  CHECK_FALSE(answer_of(stored, 0).current);
  CHECK(answer_of(stored, 2).current);

  (void)bench.say("next");
  const auto prompt = bench.demo->prompts().back();
  REQUIRE(prompt.messages.size() == 3);
  CHECK(prompt.messages[1].text == "from another provider");
}

TEST_CASE("the record of a lane shows all that it was given, also what a larger window needed") {
  ChatBench bench(thinks_long, {}, thinks_long);
  constexpr std::size_t kTurns = 20;
  for (std::size_t i = 0; i < kTurns; ++i) (void)bench.say("Hi");
  bench.chatgpt->set_status({ProviderId::chatgpt, true, "", "gpt-1", 128'000});
  const auto results = run_all(
      *bench.begin(comparison({lane(Mode::stateful), lane(Mode::stateful, ProviderId::chatgpt)})));
  REQUIRE(bench.demo->prompts().back().messages.size() == 2 * kTurns + 1);
  const TurnRecord record = bench.sessions->turn("s", results[0].answer.message.turn_id).value();
  for (const AnswerRecord& answer : record.answers) {
    CHECK(answer.call.has_value());
    CHECK(answer.context.items.size() == 2 * kTurns + 1);
  }
}

TEST_CASE("a comparison is refused only when none of its providers is available") {
  ChatBench bench(says({"x"}));
  bench.demo->set_status({ProviderId::demo, false, "Away.", "demo-1", 4096});
  CHECK_FALSE(bench.chat->admit(comparison({lane(Mode::stateful), lane(Mode::stateless)})).ok());
  CHECK(bench.chat
            ->admit(comparison({lane(Mode::stateful), lane(Mode::stateful, ProviderId::ollama)}))
            .ok());
}

TEST_CASE("the chosen answer is the one that later turns are sent") {
  ChatBench bench(says({"from the demo"}));
  const auto run =
      bench.begin(comparison({lane(Mode::stateless), lane(Mode::stateful, ProviderId::ollama)}));
  const auto results = run_all(*run);
  const Message& second = results[1].answer.message;
  REQUIRE(bench.sessions->choose("s", second.turn_id, second.id).ok());
  (void)bench.say("next");
  CHECK(bench.demo->prompts().back().messages.at(1).text == "from another provider");
  CHECK(bench.sessions->choose("s", second.turn_id, "m9999999999").error().code ==
        ErrorCode::not_found);
}

TEST_CASE("repeating a comparison's question leaves the answer that somebody chose") {
  ChatBench bench(says({}, failure(ErrorCode::upstream_error)));
  TurnRequest request = comparison({lane(Mode::stateful), lane(Mode::stateful, ProviderId::ollama),
                                    lane(Mode::stateful, ProviderId::chatgpt)});
  request.client_message_id = "c-1";
  const auto results = run_all(*bench.begin(request));
  const Message& third = results[2].answer.message;
  REQUIRE(bench.sessions->choose("s", third.turn_id, third.id).ok());
  (void)run_all(*bench.begin(request));
  CHECK(answer_of(bench.stored(), 2).current);
}

TEST_CASE("a replay answers the same question from the same past, and both answers are kept") {
  int calls = 0;
  ChatBench bench([&calls](const Prompt&, AnswerSink& sink, CancelToken&) {
    sink.on_text("answer " + std::to_string(++calls));
    return AnswerEnd{};
  });
  (void)bench.say("My name is Alice");
  const std::string turn_id = bench.say("What is my name?").answer.message.turn_id;
  (void)bench.say("later");

  TurnRequest replay = ChatBench::request("");
  replay.replay_of = turn_id;
  const LaneResult again = bench.say(replay);
  CHECK(again.answer.message.attempt == 1);
  const auto prompt = bench.demo->prompts().back();
  REQUIRE(prompt.messages.size() == 3);
  CHECK(prompt.messages.back().text == "What is my name?");
  const TurnRecord record = bench.sessions->turn("s", turn_id).value();
  REQUIRE(record.answers.size() == 2);
  CHECK(record.answers[0].answer.current);
  CHECK(record.status == "finished");
}

TEST_CASE("a replay may leave a message out, and may become the current answer") {
  ChatBench bench(says({"x"}));
  const std::string first = bench.say("My name is Alice").answer.message.turn_id;
  const std::string second = bench.say("What is my name?").answer.message.turn_id;
  TurnRequest replay = ChatBench::request("");
  replay.replay_of = second;
  replay.without = {bench.stored().at(0).id};
  replay.make_current = true;
  const LaneResult result = bench.say(replay);
  CHECK(result.answer.message.current);
  CHECK(bench.demo->prompts().back().messages.size() == 1);
  CHECK(result.answer.context.items.at(0).reason == ContextReason::excluded);
  const TurnRecord record = bench.sessions->turn("s", second).value();
  CHECK_FALSE(record.answers.at(0).answer.current);
  CHECK(record.answers.at(1).answer.current);
  CHECK(first != second);
}

TEST_CASE("a replay of a turn that is not there is refused and stores nothing") {
  ChatBench bench(says({"x"}));
  TurnRequest replay = ChatBench::request("");
  replay.replay_of = "turn_unknown";
  auto run = bench.chat->admit(replay);
  REQUIRE(run.ok());
  CHECK(run.value()->begin({}).error().code == ErrorCode::not_found);
  CHECK(bench.stored().empty());
}

TEST_CASE("the fallback provider stands in before the first word, and the report says so") {
  ChatOptions options;
  options.fallback = ProviderId::ollama;
  ChatBench bench(says({}, failure(ErrorCode::provider_unavailable)), options);
  const LaneResult result = bench.say("Hi");
  CHECK_FALSE(result.error.has_value());
  CHECK(result.answer.message.provider == ProviderId::ollama);
  CHECK(result.answer.message.text == "from another provider");
  REQUIRE(result.answer.context.notes.size() == 1);
  CHECK(result.answer.context.notes[0].find("ollama answered in place of demo") == 0);
  CHECK(bench.heard.contexts.size() == 1);
}

TEST_CASE("the fallback provider also stands in for one that is not available at all") {
  ChatOptions options;
  options.fallback = ProviderId::ollama;
  ChatBench bench(says({"never"}), options);
  bench.demo->set_status({ProviderId::demo, false, "Away.", "demo-1", 4096});
  const LaneResult result = bench.say("Hi");
  CHECK_FALSE(result.error.has_value());
  CHECK(result.answer.message.provider == ProviderId::ollama);
}

TEST_CASE("the fallback provider is sent as much of the past as its own window holds") {
  ChatOptions options;
  options.fallback = ProviderId::ollama;
  ChatBench bench(thinks_long, options);
  constexpr std::size_t kTurns = 8;
  for (std::size_t i = 0; i < kTurns; ++i) (void)bench.say("Hi");
  bench.demo->set_status({ProviderId::demo, false, "Away.", "demo-1", 0});
  const LaneResult result = bench.say("And now?");
  CHECK(bench.ollama->prompts().at(0).messages.size() == 2 * kTurns + 1);
  CHECK(result.answer.context.unlisted_messages == 0);
}

TEST_CASE("nothing stands in after the first word, for a bad request, or unless it is configured") {
  ChatOptions options;
  options.fallback = ProviderId::ollama;
  ChatBench after_a_word(says({"Half"}, failure(ErrorCode::upstream_error)), options);
  CHECK(after_a_word.say("Hi").error.has_value());
  ChatBench bad_request(says({}, failure(ErrorCode::upstream_error, false)), options);
  CHECK(bad_request.say("Hi").error.has_value());
  ChatBench none(says({}, failure(ErrorCode::provider_unavailable)));
  CHECK(none.say("Hi").error.has_value());
}
