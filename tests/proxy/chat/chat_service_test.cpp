// One turn of one lane: what is stored, sent, refused, stopped and reported.
#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "shared/session_id.h"
#include "tests/support/chat_bench.h"

using namespace magic;

TEST_CASE("both sides of an exchange are stored in either mode") {
  ChatBench bench(says({"Hel", "lo"}));
  CHECK(bench.say("Hi", Mode::stateless).answer.message_count == 2);
  CHECK(bench.say("Hi again").answer.message_count == 4);
  const std::vector<Message> stored = bench.stored();
  REQUIRE(stored.size() == 4);
  CHECK(stored[0].text == "Hi");
  CHECK(stored[1].text == "Hello");
  CHECK(stored[1].turn_id == stored[0].turn_id);
  CHECK(stored[3].turn_id == stored[2].turn_id);
  CHECK(stored[0].turn_id != stored[2].turn_id);
}

TEST_CASE("flipping to stateful brings back what was said while stateless") {
  ChatBench bench(says({"ok"}));
  (void)bench.say("My name is Alice", Mode::stateless);
  (void)bench.say("What's my name?", Mode::stateless);
  (void)bench.say("And now?");
  const auto prompts = bench.demo->prompts();
  CHECK(prompts[1].messages.size() == 1);
  REQUIRE(prompts[2].messages.size() == 5);
  CHECK(prompts[2].messages[0].text == "My name is Alice");
}

TEST_CASE("an unavailable provider is refused with its reason and nothing is stored") {
  ChatBench bench(says({"never"}));
  bench.demo->set_status({ProviderId::demo, false, "Start it.", "demo-1", 4096});
  const auto run = bench.chat->admit(ChatBench::request("Hi"));
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().code == ErrorCode::provider_unavailable);
  CHECK(run.error().message == "Start it.");
  CHECK(bench.stored().empty());
}

TEST_CASE("a missing default model is no reason to refuse a request that names another one") {
  ChatBench bench(says({"x"}));
  bench.demo->set_status({ProviderId::demo, false, "Pull it.", "demo-1", 4096, true});
  TurnRequest request = ChatBench::request("Hi");
  CHECK_FALSE(bench.chat->admit(request).ok());
  request.lanes[0].model = "other";
  CHECK(bench.chat->admit(request).ok());
}

TEST_CASE("without a store nothing is sent to the model") {
  ChatBench bench(says({"never"}));
  bench.store->broken = true;
  auto run = bench.chat->admit(ChatBench::request("Hi"));
  REQUIRE(run.ok());
  CHECK(run.value()->begin({}).error().code == ErrorCode::store_unavailable);
  CHECK(bench.demo->prompts().empty());
}

TEST_CASE("a session id is made when none is given, and it cannot be guessed from another") {
  ChatBench bench(says({"x"}));
  TurnRequest request = ChatBench::request("Hi");
  request.session_id.reset();
  const std::string first = bench.say(request).answer.session_id;
  const std::string second = bench.say(request).answer.session_id;
  CHECK(is_valid_session_id(first));
  CHECK(first.size() >= 32);
  CHECK(first != second);
}

TEST_CASE("partial text of a failed answer is kept with its status and the provider's sentence") {
  AnswerEnd broke;
  broke.ending = Ending::upstream_error;
  broke.error = Error{ErrorCode::upstream_error, "The model crashed."};
  ChatBench bench(says({"Half an ans"}, broke));
  const LaneResult result = bench.say("Hi");
  CHECK(result.error == broke.error);
  const Message stored = bench.stored().at(1);
  CHECK(stored.text == "Half an ans");
  CHECK(stored.status == Ending::upstream_error);
  CHECK(stored.error->message == "The model crashed.");
}

TEST_CASE("a turn that ended without text stays visible and is left out of later context") {
  AnswerEnd broke;
  broke.ending = Ending::upstream_error;
  broke.error = Error{ErrorCode::upstream_timeout, "Silence."};
  ChatBench bench(says({}, broke));
  (void)bench.say("lost question");
  (void)bench.say("next");
  CHECK(bench.stored().size() == 4);
  CHECK(bench.demo->prompts().at(1).messages.size() == 1);
}

TEST_CASE("an answer that cannot be stored is reported as such, with its text") {
  ChatBench bench(says({"precious"}));
  const auto run = bench.begin(ChatBench::request("Hi"));
  bench.store->broken = true;
  const LaneResult result = run->run(0, bench.heard);
  CHECK(result.error->code == ErrorCode::store_unavailable);
  CHECK(result.answer.message.text == "precious");
}

TEST_CASE("an answer under way when its session is cleared is not stored and says so") {
  ChatBench bench(says({"an old answer"}));
  const auto old = bench.begin(ChatBench::request("an old question"));
  REQUIRE(bench.sessions->clear("s", {}).ok());
  CHECK(old->run(0, bench.heard).error->code == ErrorCode::not_found);
  CHECK(bench.stored().empty());
  (void)bench.say("next");
  CHECK(bench.demo->prompts().back().messages.size() == 1);
}

TEST_CASE("a turn whose client left before it ran is stored as disconnected") {
  ChatBench bench(says({"never"}));
  const std::string turn_id = bench.begin(ChatBench::request("Hi"))->start(0).user_message.turn_id;
  const Message stored = bench.stored().at(1);
  CHECK(stored.status == Ending::disconnected);
  CHECK(stored.turn_id == turn_id);
  CHECK(bench.demo->prompts().empty());
}

TEST_CASE("timing counts from acceptance, and speed from the first token") {
  ChatBench* at = nullptr;
  ChatBench bench([&at](const Prompt&, AnswerSink& sink, CancelToken&) {
    at->clock.now += 300;
    sink.on_text("a");
    at->clock.now += 500;
    AnswerEnd end;
    end.usage.output_tokens = 10;
    return end;
  });
  at = &bench;
  const Timing timing = *bench.say("Hi").answer.message.timing;
  CHECK(timing.first_token_ms == 300);
  CHECK(timing.total_ms == 800);
  CHECK(timing.tokens_per_second == 20.0);
  CHECK(timing.queued_ms == 0);
}

TEST_CASE("request settings reach the provider, and its slot's defaults fill the gaps") {
  ChatBench bench(says({"x"}));
  TurnRequest request = ChatBench::request("Hi");
  request.lanes[0].model = "other";
  request.lanes[0].instructions = "Be brief.";
  request.lanes[0].temperature = 0.1;
  request.caller.request_id = "req_1";
  (void)bench.say(request);
  const Prompt given = bench.demo->prompts().at(0);
  CHECK(given.model == "other");
  CHECK(given.instructions == "Be brief.");
  CHECK(given.temperature == 0.1);
  CHECK(given.max_output_tokens == 200);
  CHECK(given.request_id == "req_1");
  CHECK_FALSE(given.stream);
  CHECK_FALSE(given.keep_at_provider);
}

TEST_CASE("health names each provider and the store, and why they are away") {
  ChatBench bench(says({"x"}));
  CHECK(bench.chat->health().store_available);
  CHECK(bench.chat->store_ready().ok());
  bench.store->broken = true;
  const Health health = bench.chat->health();
  CHECK_FALSE(health.store_available);
  CHECK(health.store_reason == "Redis is away.");
  CHECK(bench.chat->store_ready().error().code == ErrorCode::store_unavailable);
  CHECK(health.providers.at(0).available);
}

TEST_CASE("turns of one session run one after another, each answer behind its question") {
  ChatBench bench([](const Prompt& prompt, AnswerSink& sink, CancelToken&) {
    sink.on_text("answer to ");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    sink.on_text(prompt.messages.back().text);
    return AnswerEnd{};
  });
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&bench, i] {
      Result<std::unique_ptr<TurnRun>> run =
          bench.chat->admit(ChatBench::request("question " + std::to_string(i)));
      Heard heard;
      if (run.ok() && run.value()->begin({}).ok()) (void)run.value()->run(0, heard);
    });
  for (std::thread& writer : writers) writer.join();
  const std::vector<Message> stored = bench.stored();
  REQUIRE(stored.size() == 16);
  for (std::size_t i = 0; i < stored.size(); i += 2) {
    CHECK(stored[i].role == Role::user);
    CHECK(stored[i + 1].text == "answer to " + stored[i].text);
    CHECK(stored[i + 1].turn_id == stored[i].turn_id);
  }
}

TEST_CASE("who hears that a turn is done may begin the next one at once") {
  ChatBench bench(says({"x"}));
  const auto first = bench.begin(ChatBench::request("one"));
  (void)first->run(0, bench.heard);
  CHECK(bench.chat->admit(ChatBench::request("two")).value()->ahead() == 0);
}

TEST_CASE("who still holds a turn's token does not keep its place in line") {
  ChatBench bench(says({"x"}));
  const std::shared_ptr<CancelToken> token = bench.begin(ChatBench::request("one"))->token();
  CHECK(bench.chat->admit(ChatBench::request("two")).value()->ahead() == 0);
  token->cancel(Ending::disconnected);
  CHECK(bench.stored().at(1).status == Ending::disconnected);
}

TEST_CASE("past the limit of waiting turns a further one is refused as busy") {
  ChatBench bench(says({"x"}), {}, says({"x"}), {.max_waiting = 1});
  const auto running = bench.begin(ChatBench::request("one"));
  const auto waiting = bench.chat->admit(ChatBench::request("two"));
  REQUIRE(waiting.ok());
  CHECK(waiting.value()->ahead() == 1);
  const auto refused = bench.chat->admit(ChatBench::request("three"));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::session_busy);
}

TEST_CASE("a turn is stopped by its id, and what it said is stored as cancelled") {
  ChatBench bench(says_then_waits("Half"));
  const auto run = bench.begin(ChatBench::request("Hi"));
  const std::string turn_id = run->start(0).user_message.turn_id;
  std::thread stopper([&] {
    while (bench.demo->prompts().empty()) std::this_thread::yield();
    CHECK(bench.chat->cancel("s", turn_id).value());
  });
  const LaneResult result = run->run(0, bench.heard);
  stopper.join();
  CHECK_FALSE(result.error.has_value());
  CHECK(bench.stored().at(1).status == Ending::cancelled);
  CHECK(bench.stored().at(1).text == "Half");
  CHECK_FALSE(bench.chat->cancel("s", turn_id).value());
  CHECK(bench.chat->cancel("s", "turn_unknown").error().code == ErrorCode::not_found);
}

TEST_CASE("a turn can be stopped from the moment in which its question is stored") {
  ChatBench bench(says({"never"}));
  bench.store->on_question = [&bench](const std::string& turn_id) {
    CHECK(bench.chat->cancel("s", turn_id).value());
  };
  CHECK(bench.say("Hi").answer.message.status == Ending::cancelled);
  CHECK(bench.demo->prompts().empty());
}

TEST_CASE("an answer that was whole when its client left is stored as whole") {
  TurnRun* under_way = nullptr;
  ChatBench bench([&under_way](const Prompt&, AnswerSink& sink, CancelToken&) {
    sink.on_text("All of it.");
    under_way->token()->cancel(Ending::disconnected);
    return AnswerEnd{};
  });
  const auto run = bench.begin(ChatBench::request("Hi"));
  under_way = run.get();
  CHECK(run->run(0, bench.heard).answer.message.status == Ending::completed);
  CHECK(bench.stored().at(1).status == Ending::completed);
}

TEST_CASE("a repeated client_message_id gives the first answer again and stores nothing") {
  int calls = 0;
  ChatBench bench([&calls](const Prompt&, AnswerSink& sink, CancelToken&) {
    sink.on_text("answer " + std::to_string(++calls));
    return AnswerEnd{};
  });
  TurnRequest request = ChatBench::request("Hi");
  request.client_message_id = "c-1";
  const LaneResult first = bench.say(request);
  const LaneResult again = bench.say(request);
  CHECK(calls == 1);
  CHECK(again.answer.message == first.answer.message);
  CHECK(bench.heard.pieces == std::vector<std::string>{"answer 1", "answer 1"});
  CHECK(bench.stored().size() == 2);

  request.message = "Something else";
  auto other = bench.chat->admit(request);
  CHECK(other.value()->begin({}).error().code == ErrorCode::conflict);
}

TEST_CASE("a question that was stored and never answered is answered when it is repeated") {
  ChatBench bench(says({"late"}));
  TurnRequest request = ChatBench::request("Hi");
  request.client_message_id = "c-1";
  Message question;
  question.turn_id = "turn_lost";
  question.text = "Hi";
  REQUIRE(bench.store->append_question("s", {question, "c-1", "", "", 1}).ok());
  const LaneResult answered = bench.say(request);
  CHECK(answered.answer.message.turn_id == "turn_lost");
  REQUIRE(bench.stored().size() == 2);
  CHECK(bench.stored()[1].text == "late");
}

TEST_CASE("every turn is told to the observer with what it cost and how it ended") {
  AnswerEnd end;
  end.usage.input_tokens = 7;
  ChatBench bench(says({"x"}, end));
  TurnRequest request = ChatBench::request("Hi");
  request.caller.request_id = "req_9";
  (void)bench.say(request);
  REQUIRE(bench.reports.all().size() == 1);
  const TurnReport report = bench.reports.all().front();
  CHECK(report.request_id == "req_9");
  CHECK(report.usage.input_tokens == 7);
  CHECK(report.stored);
}
