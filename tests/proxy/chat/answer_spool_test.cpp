// Answers that the store could not take: kept within bounds, stored when it is back, in order and
// once.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "proxy/chat/answer_spool.h"
#include "tests/support/chat_bench.h"
#include "tests/support/patience.h"

using namespace magic;

namespace {

using Texts = std::vector<std::string>;
using Event = SpoolReport::Event;

constexpr int kSoonMs = 10'000;

void wait_until(const std::function<bool()>& condition) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(kSoonMs * patience());
  while (!condition()) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

// A spool on a store that can be away, without a chat around it.
struct SpoolBench {
  explicit SpoolBench(SpoolOptions options = {}) {
    options.retry_ms = 5;
    spool = std::make_unique<AnswerSpool>(&store, clock, reports, options);
  }

  void ask(const std::string& session, const std::string& turn) {
    Message question;
    question.text = "?";
    question.turn_id = turn;
    REQUIRE(store.append_question(session, {question, "", "", "", 9}).ok());
  }
  static NewAnswer answer(const std::string& turn, std::string text, int attempt = 0) {
    NewAnswer answer;
    answer.message.role = Role::assistant;
    answer.message.turn_id = turn;
    answer.message.attempt = attempt;
    answer.message.text = std::move(text);
    return answer;
  }
  Texts answers(const std::string& session) {
    Texts texts;
    const MessagePage page = store.read_page(session, {}, 500).value();
    for (const Message& message : page.messages)
      if (message.role == Role::assistant) texts.push_back(message.text);
    return texts;
  }
  int count(Event event) const {
    int found = 0;
    for (const SpoolReport& report : reports.of_spool()) found += report.event == event ? 1 : 0;
    return found;
  }

  HandClock clock;
  TurnReports reports;
  FragileStore store{make_memory_store(clock, 3600, {})};
  std::unique_ptr<AnswerSpool> spool;
};

}  // namespace

TEST_CASE("answers that the store could not take are stored when it is back, in their order") {
  SpoolBench bench;
  bench.ask("s", "t1");
  bench.ask("other", "t2");
  bench.store.broken = true;
  CHECK(bench.spool->keep("s", bench.answer("t1", "first", 0)));
  CHECK(bench.spool->keep("other", bench.answer("t2", "elsewhere")));
  CHECK(bench.spool->keep("s", bench.answer("t1", "second", 1)));
  CHECK_FALSE(bench.spool->finish(30));
  bench.store.broken = false;
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.answers("s") == Texts{"first", "second"});
  CHECK(bench.answers("other") == Texts{"elsewhere"});
  CHECK(bench.count(Event::kept) == 3);
  CHECK(bench.count(Event::stored) == 3);
  CHECK(bench.reports.of_spool().back().answers == 0);
  CHECK(bench.reports.of_spool().back().bytes == 0);
}

TEST_CASE("an answer that had been stored after all is not stored twice") {
  SpoolBench bench;
  bench.ask("s", "t1");
  REQUIRE(bench.store.append_answer("s", bench.answer("t1", "whole")).ok());
  CHECK(bench.spool->keep("s", bench.answer("t1", "whole")));
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.answers("s") == Texts{"whole"});
}

TEST_CASE("past its number of answers the spool drops the oldest and tells of it") {
  SpoolBench bench({.max_answers = 3});
  bench.ask("s", "t1");
  bench.store.broken = true;
  for (int i = 0; i < 5; ++i)
    CHECK(bench.spool->keep("s", bench.answer("t1", std::to_string(i), i)));
  CHECK(bench.reports.of_spool().back().answers == 3);
  bench.store.broken = false;
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.answers("s") == Texts{"2", "3", "4"});
  CHECK(bench.count(Event::dropped_when_full) == 2);
}

TEST_CASE("past its bytes the spool drops the oldest, and takes nothing that is larger than all") {
  SpoolBench bench({.max_bytes = 100'000});
  bench.ask("s", "t1");
  bench.store.broken = true;
  CHECK(bench.spool->keep("s", bench.answer("t1", std::string(60'000, 'a'), 0)));
  CHECK(bench.spool->keep("s", bench.answer("t1", std::string(60'000, 'b'), 1)));
  CHECK_FALSE(bench.spool->keep("s", bench.answer("t1", std::string(100'001, 'c'), 2)));
  CHECK(bench.reports.of_spool().back().bytes <= 100'000);
  bench.store.broken = false;
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.answers("s") == Texts{std::string(60'000, 'b')});
}

TEST_CASE("an answer whose session was cleared meanwhile is dropped, and holds up no other") {
  SpoolBench bench;
  bench.ask("gone", "t1");
  bench.ask("s", "t2");
  REQUIRE(bench.store.clear("gone", "").ok());
  CHECK(bench.spool->keep("gone", bench.answer("t1", "too late")));
  CHECK(bench.spool->keep("s", bench.answer("t2", "whole")));
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.count(Event::dropped_without_session) == 1);
  CHECK(bench.answers("s") == Texts{"whole"});
}

TEST_CASE("an answer that is refused for an hour by a store that answers is dropped") {
  SpoolBench bench;
  bench.ask("s", "t1");
  bench.store.full = true;
  CHECK(bench.spool->keep("s", bench.answer("t1", "refused")));
  bench.clock.now = 3'599'999;
  CHECK_FALSE(bench.spool->finish(50));
  bench.clock.now = 3'600'000;
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.count(Event::dropped_as_too_old) == 1);
}

TEST_CASE("an answer that waited longer than that for a store that was away is stored") {
  SpoolBench bench({.max_age_ms = 1000});
  bench.ask("s", "t1");
  bench.store.broken = true;
  CHECK(bench.spool->keep("s", bench.answer("t1", "patient")));
  bench.clock.now = 5000;
  CHECK_FALSE(bench.spool->finish(50));
  bench.store.broken = false;
  CHECK(bench.spool->finish(kSoonMs));
  CHECK(bench.answers("s") == Texts{"patient"});
}

TEST_CASE("what is left when the spool ends is told to be dropped") {
  SpoolBench bench;
  bench.store.broken = true;
  CHECK(bench.spool->keep("s", bench.answer("t1", "lost")));
  bench.spool.reset();
  CHECK(bench.count(Event::dropped_at_the_end) == 1);
}

TEST_CASE("a turn whose answer could not be stored says so, and the next turn waits and finds it") {
  ChatBench bench(says({"one"}));
  auto run = bench.begin(bench.request("first"));
  bench.store->broken = true;
  const LaneResult failed = run->run(0, bench.heard);
  run.reset();
  REQUIRE(failed.error.has_value());
  CHECK(failed.error->code == ErrorCode::store_unavailable);
  CHECK(failed.error->message.find("not stored yet") != std::string::npos);
  CHECK(failed.answer.message.text == "one");
  CHECK(failed.answer.message.id.empty());

  auto next = bench.chat->admit(bench.request("second"));
  REQUIRE(next.ok());
  CHECK(next.value()->ahead() == 1);
  auto elsewhere = bench.chat->admit(bench.request("another", Mode::stateful, "other"));
  REQUIRE(elsewhere.ok());
  CHECK(elsewhere.value()->ahead() == 0);

  bench.store->broken = false;
  REQUIRE(next.value()->begin({}).ok());
  CHECK(next.value()->start(0).context.sent_messages == 3);
  CHECK_FALSE(next.value()->run(0, bench.heard).error.has_value());
  Texts texts;
  for (const Message& message : bench.stored()) texts.push_back(message.text);
  CHECK(texts == Texts{"first", "one", "second", "one"});
}

TEST_CASE("the same message once more gets the answer that waited in the spool") {
  ChatBench bench(says({"one"}));
  TurnRequest request = bench.request("first");
  request.client_message_id = "c1";
  auto run = bench.begin(request);
  bench.store->broken = true;
  CHECK(run->run(0, bench.heard).error.has_value());
  run.reset();
  bench.store->broken = false;
  const LaneResult again = bench.say(request);
  CHECK_FALSE(again.error.has_value());
  CHECK(again.answer.message.text == "one");
  CHECK(bench.demo->prompts().size() == 1);
  CHECK(bench.stored().size() == 2);
}

TEST_CASE("that a turn was never answered is stored later, too, when the store is away") {
  ChatBench bench(says({"one"}));
  auto run = bench.begin(bench.request("first"));
  bench.store->broken = true;
  run.reset();  // its client has gone
  bench.store->broken = false;
  wait_until([&] { return bench.stored().size() == 2; });
  CHECK(bench.stored()[1].status == Ending::disconnected);
}
