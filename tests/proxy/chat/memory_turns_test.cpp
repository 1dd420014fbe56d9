// Turns whose memory takes more than reading: summaries, what the provider holds, estimates that
// correct themselves, and a prompt that was cut upstream.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "tests/support/chat_bench.h"

using namespace magic;

namespace {

TurnRequest with_memory(std::string text, MemoryStrategy strategy,
                        ProviderId provider = ProviderId::demo) {
  TurnRequest request = ChatBench::request(std::move(text));
  request.lanes[0].provider = provider;
  request.lanes[0].memory.strategy = strategy;
  request.lanes[0].memory.keep_last = 4;
  return request;
}

// Summarizes when it is asked to, else repeats the instructions it was given.
AnswerEnd summarizer(const Prompt& prompt, AnswerSink& sink, CancelToken&) {
  const bool is_summary = prompt.instructions.starts_with("Summarize this conversation.");
  sink.on_text(is_summary ? "The user is Alice." : "I was told: " + prompt.instructions);
  AnswerEnd end;
  end.usage.input_tokens = 11;
  end.usage.output_tokens = 3;
  return end;
}

}  // namespace

TEST_CASE("older messages are folded into a summary by a call that the report shows") {
  ChatBench bench(summarizer);
  for (const char* text : {"My name is Alice", "two", "three", "four"})
    (void)bench.say(with_memory(text, MemoryStrategy::summary));
  const LaneResult result = bench.say(with_memory("What is my name?", MemoryStrategy::summary));
  const ContextReport& context = result.answer.context;
  REQUIRE(context.summary.has_value());
  CHECK(context.summary->text == "The user is Alice.");
  CHECK(context.summary->made_now);
  CHECK(context.summary->input_tokens == 11);
  CHECK(result.answer.message.text.find("The user is Alice.") != std::string::npos);
  CHECK(context.items.at(0).reason == ContextReason::summarized);
  CHECK(context.items.back().reason == ContextReason::new_message);
  CHECK(bench.demo->prompts().size() == 6);  // five answers, one summary
  CHECK(bench.reports.all().size() == 6);
}

TEST_CASE("a summary is kept and not made again while it is good") {
  ChatBench bench(summarizer);
  for (const char* text : {"one", "two", "three", "four", "five"})
    (void)bench.say(with_memory(text, MemoryStrategy::summary));
  const LaneResult result = bench.say(with_memory("six", MemoryStrategy::summary));
  REQUIRE(result.answer.context.summary.has_value());
  CHECK_FALSE(result.answer.context.summary->made_now);
}

TEST_CASE("what was summarized and then deleted is summarized anew without it") {
  ChatBench bench(summarizer);
  for (const char* text : {"my secret", "two", "three", "four", "five"})
    (void)bench.say(with_memory(text, MemoryStrategy::summary));
  REQUIRE(bench.sessions->erase("s", bench.stored().at(0).id).ok());
  (void)bench.say(with_memory("six", MemoryStrategy::summary));
  const auto prompts = bench.demo->prompts();
  const Prompt& summary = prompts.at(prompts.size() - 2);
  REQUIRE(summary.instructions.starts_with("Summarize this conversation."));
  CHECK(summary.messages.at(0).text.find("my secret") == std::string::npos);
}

TEST_CASE(
    "the record of a turn shows the summary that was sent, until what it was made of is deleted") {
  ChatBench bench(summarizer);
  LaneResult result;
  for (const char* text : {"my secret", "two", "three", "four", "five"})
    result = bench.say(with_memory(text, MemoryStrategy::summary));
  const std::string turn_id = result.answer.message.turn_id;
  AnswerRecord record = bench.sessions->turn("s", turn_id).value().answers.at(0);
  REQUIRE(record.context.summary.has_value());
  CHECK(record.context.summary->text == "The user is Alice.");
  REQUIRE(bench.sessions->erase("s", bench.stored().at(0).id).ok());
  record = bench.sessions->turn("s", turn_id).value().answers.at(0);
  CHECK(record.context.summary->text.empty());
  CHECK_FALSE(record.call.has_value());
}

TEST_CASE("when no summary can be made the messages go as they are, and a note says why") {
  ChatBench bench([](const Prompt& prompt, AnswerSink& sink, CancelToken&) {
    AnswerEnd end;
    if (prompt.instructions.starts_with("Summarize")) {
      end.ending = Ending::upstream_error;
      end.error = Error{ErrorCode::upstream_error, "Out of memory."};
    } else {
      sink.on_text("x");
    }
    return end;
  });
  LaneResult result;
  for (const char* text : {"one", "two", "three", "four", "five"})
    result = bench.say(with_memory(text, MemoryStrategy::summary));
  CHECK_FALSE(result.error.has_value());
  CHECK(bench.demo->prompts().back().messages.size() == 9);
  REQUIRE(result.answer.context.notes.size() == 1);
  CHECK(result.answer.context.notes[0].find("Out of memory.") != std::string::npos);
}

TEST_CASE(
    "a turn that is stopped while its summary is made asks for no answer and keeps no half of it") {
  TurnRun* under_way = nullptr;
  ChatBench bench([&under_way](const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) {
    AnswerEnd end;
    sink.on_text("Half a summary");
    if (prompt.instructions.starts_with("Summarize")) {
      under_way->token()->cancel(Ending::disconnected);
      end.ending = cancel.why().value();
    }
    return end;
  });
  for (const char* text : {"one", "two", "three", "four"})
    (void)bench.say(with_memory(text, MemoryStrategy::summary));
  const auto run = bench.begin(with_memory("five", MemoryStrategy::summary));
  under_way = run.get();
  const LaneResult result = run->run(0, bench.heard);
  CHECK(result.answer.message.status == Ending::disconnected);
  CHECK(result.answer.message.text.empty());
  CHECK(bench.demo->prompts().size() == 5);  // four answers, and the summary
  CHECK_FALSE(bench.store->read_memory("s", 1, std::nullopt).value().summary.has_value());
}

TEST_CASE("what the provider holds is not sent again") {
  AnswerEnd held;
  held.trace.response_id = "resp_1";
  ChatBench bench(says({"x"}), {}, says({"ok"}, held));
  (void)bench.say(with_memory("one", MemoryStrategy::provider, ProviderId::chatgpt));
  const LaneResult second =
      bench.say(with_memory("two", MemoryStrategy::provider, ProviderId::chatgpt));
  const auto prompts = bench.chatgpt->prompts();
  CHECK(prompts[0].keep_at_provider);
  CHECK(prompts[0].previous_response_id.empty());
  CHECK(prompts[1].previous_response_id == "resp_1");
  CHECK(prompts[1].messages.size() == 1);
  CHECK(second.answer.context.items.at(0).reason == ContextReason::provider_held);
}

TEST_CASE("a response that the provider no longer holds is made good from Redis, and said") {
  ChatBench bench(says({"x"}), {}, [](const Prompt& prompt, AnswerSink& sink, CancelToken&) {
    AnswerEnd end;
    end.trace.response_id = "resp_1";
    if (prompt.previous_response_id.empty()) {
      sink.on_text("ok");
      return end;
    }
    end.ending = Ending::upstream_error;
    end.error = Error{ErrorCode::upstream_error, "No such response."};
    end.is_previous_response_gone = true;
    return end;
  });
  (void)bench.say(with_memory("one", MemoryStrategy::provider, ProviderId::chatgpt));
  const LaneResult second =
      bench.say(with_memory("two", MemoryStrategy::provider, ProviderId::chatgpt));
  CHECK_FALSE(second.error.has_value());
  CHECK(bench.chatgpt->prompts().back().messages.size() == 3);
  REQUIRE(second.answer.context.notes.size() == 1);
  CHECK(second.answer.context.notes[0].find("sent from Redis") != std::string::npos);
  CHECK(bench.heard.contexts.size() == 1);
}

TEST_CASE("estimates learn from what the provider counts") {
  std::int64_t count = 0;
  ChatBench bench([&count](const Prompt&, AnswerSink& sink, CancelToken&) {
    sink.on_text("x");
    AnswerEnd end;
    end.usage.input_tokens = count;
    return end;
  });
  const std::string text(800, 'a');
  const int before = bench.say(text, Mode::stateless).answer.context.estimated_tokens;
  count = before * 3 / 2;
  for (int i = 0; i < 12; ++i) (void)bench.say(text, Mode::stateless);
  const int after = bench.say(text, Mode::stateless).answer.context.estimated_tokens;
  CHECK(after > before * 5 / 4);
}

TEST_CASE("a provider that processed clearly less than it was sent is found out") {
  std::int64_t count = 0;
  ChatBench bench([&count](const Prompt&, AnswerSink& sink, CancelToken&) {
    sink.on_text("x");
    AnswerEnd end;
    if (count > 0) end.usage.input_tokens = count;
    return end;
  });
  const std::string text(4000, 'a');
  const int estimated = bench.say(text, Mode::stateless).answer.context.estimated_tokens;
  count = estimated;
  CHECK_FALSE(bench.say(text, Mode::stateless).answer.context.truncated_upstream);
  count = estimated / 3;
  CHECK(bench.say(text, Mode::stateless).answer.context.truncated_upstream);
}
