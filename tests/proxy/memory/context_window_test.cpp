#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>
#include <vector>

#include "proxy/memory/context_window.h"
#include "shared/token_estimate.h"

using namespace magic;

namespace {

Message message(Role role, std::string turn, std::string id, std::string text) {
  Message m;
  m.role = role;
  m.turn_id = std::move(turn);
  m.id = std::move(id);
  m.text = std::move(text);
  return m;
}

// "t0" asks, "t0" is answered, and so on.
std::vector<Message> conversation(int turns, const std::string& text = "some words here") {
  std::vector<Message> history;
  for (int i = 0; i < turns; ++i) {
    const std::string turn = "t" + std::to_string(i);
    history.push_back(message(Role::user, turn, turn, text));
    history.push_back(message(Role::assistant, turn, turn + "a", text));
  }
  return history;
}

const Message kNew = message(Role::user, "new", "new", "What's my name?");

ContextRequest stateful(int window = 100'000, int answer = 100) {
  return {Mode::stateful, "", window, answer, 0};
}

std::vector<std::string> texts(const ContextPlan& plan) {
  std::vector<std::string> out;
  for (const PromptMessage& m : plan.messages) out.push_back(m.text);
  return out;
}

}  // namespace

TEST_CASE("stateless sends only the new message and says why the others stay") {
  ContextRequest request = stateful();
  request.mode = Mode::stateless;
  request.stored_messages = 5;
  const ContextPlan plan = plan_context(request, conversation(2), kNew);
  CHECK(texts(plan) == std::vector<std::string>{kNew.text});
  CHECK(plan.report.sent_messages == 1);
  CHECK(plan.report.items.size() == 5);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK_FALSE(plan.report.items[i].sent);
    CHECK(plan.report.items[i].reason == ContextReason::stateless);
  }
  CHECK(plan.report.items[4].reason == ContextReason::new_message);
}

TEST_CASE(
    "stateful sends the whole conversation when it fits, oldest first, the new message last") {
  const ContextPlan plan = plan_context(stateful(), conversation(3), kNew);
  CHECK(plan.messages.size() == 7);
  CHECK(plan.messages.front().role == Role::user);
  CHECK(plan.messages.back() == PromptMessage{Role::user, kNew.text});
  CHECK(plan.report.sent_messages == 7);
}

TEST_CASE("what does not fit is left out oldest turn first, and whole turns only") {
  const std::vector<Message> history = conversation(4);
  const int turn_tokens = 2 * estimate_message_tokens(history[0].text);
  const int window = 100 + estimate_message_tokens(kNew.text) + 2 * turn_tokens + turn_tokens / 2;
  const ContextPlan plan = plan_context(stateful(window, 100), history, kNew);
  CHECK(plan.messages.size() == 5);
  CHECK(plan.report.items[0].reason == ContextReason::window);
  CHECK(plan.report.items[3].reason == ContextReason::window);
  CHECK(plan.report.items[4].sent);
  CHECK(plan.report.estimated_tokens <= window - 100);
}

TEST_CASE("a turn without answer text is left out whole, with that reason") {
  std::vector<Message> history = conversation(3);
  history[3].text.clear();  // the second turn failed before its first word
  const ContextPlan plan = plan_context(stateful(), history, kNew);
  CHECK(plan.messages.size() == 5);
  CHECK(plan.report.items[2].reason == ContextReason::no_answer);
  CHECK(plan.report.items[3].reason == ContextReason::no_answer);

  history.erase(history.begin() + 3);  // still running: no answer stored at all
  CHECK(plan_context(stateful(), history, kNew).report.items[2].reason == ContextReason::no_answer);
}

TEST_CASE("an answer whose question was not read is left out") {
  std::vector<Message> history = conversation(2);
  history.erase(history.begin());  // the end of a session, cut inside a turn
  const ContextPlan plan = plan_context(stateful(), history, kNew);
  CHECK(plan.messages.size() == 3);
  CHECK(plan.report.items[0].reason == ContextReason::window);
}

TEST_CASE("interleaved turns of two writers keep each answer with its question") {
  const std::vector<Message> history{message(Role::user, "a", "a", "question a"),
                                     message(Role::user, "b", "b", "question b"),
                                     message(Role::assistant, "b", "b2", "answer b"),
                                     message(Role::assistant, "a", "a2", "answer a")};
  CHECK(plan_context(stateful(), history, kNew).report.sent_messages == 5);
  std::vector<Message> half = history;
  half.pop_back();  // a is not answered yet
  const ContextPlan plan = plan_context(stateful(), half, kNew);
  CHECK(texts(plan) == std::vector<std::string>{"question b", "answer b", kNew.text});
}

TEST_CASE("stored messages that were not even read are counted as left out") {
  ContextRequest request = stateful();
  request.stored_messages = 1005;
  CHECK(plan_context(request, conversation(2), kNew).report.unlisted_messages == 1000);
}

TEST_CASE("for any conversation: order kept, budget never passed, every message has its reason") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<Message> history = conversation(static_cast<int>(random() % 12));
    for (Message& m : history) m.text = std::string(random() % 400, 'x');
    ContextRequest request{Mode::stateful, "be brief", static_cast<int>(random() % 1200),
                           static_cast<int>(random() % 300), 0};
    const ContextPlan plan = plan_context(request, history, kNew);

    REQUIRE(plan.report.items.size() == history.size() + 1);
    std::vector<std::string> sent;
    for (std::size_t i = 0; i < history.size(); ++i) {
      REQUIRE(plan.report.items[i].message_id == history[i].id);
      if (plan.report.items[i].sent) sent.push_back(history[i].text);
    }
    sent.push_back(kNew.text);
    REQUIRE(texts(plan) == sent);
    const int fixed = estimate_message_tokens("be brief") + estimate_message_tokens(kNew.text);
    const int room = request.window_tokens - request.answer_tokens;
    REQUIRE((plan.report.estimated_tokens <= room || plan.report.estimated_tokens == fixed));
  }
}
