// What holds of every plan, over many random sessions of many shapes.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "proxy/memory/context_plan.h"
#include "shared/token_estimate.h"
#include "tests/proxy/memory/random_session.h"

using namespace magic;

namespace {

std::vector<Message> listed(const StoredMemory& past) {
  std::vector<Message> all = past.older_pinned;
  all.insert(all.end(), past.messages.begin(), past.messages.end());
  return all;
}

int tokens_of(std::string_view text, double factor) {
  return static_cast<int>(std::ceil(estimate_message_tokens(text) * factor));
}

bool is_reason_of_strategy(ContextReason reason, MemoryStrategy strategy) {
  switch (reason) {
    case ContextReason::stateless:
      return strategy == MemoryStrategy::none;
    case ContextReason::last_n:
      return strategy == MemoryStrategy::last_n;
    case ContextReason::budget:
      return strategy == MemoryStrategy::token_budget;
    case ContextReason::summarized:
      return strategy == MemoryStrategy::summary;
    case ContextReason::provider_held:
      return strategy == MemoryStrategy::provider;
    default:
      return strategy != MemoryStrategy::none || reason == ContextReason::new_message;
  }
}

// A turn as far as it was read, worked out anew from its messages.
struct SeenTurn {
  const Message* question = nullptr;
  std::vector<const Message*> answers;

  const Message* answer() const {
    for (const Message* a : answers)
      if (a->current) return a;
    for (const Message* a : answers)
      if (!a->text.empty()) return a;
    return nullptr;
  }
  // Whether a strategy may send it.
  bool is_open(const PlanRequest& request) const {
    const auto left_out = [&](const Message* m) {
      return m->excluded || request.without.count(m->id) > 0;
    };
    return question != nullptr && answer() != nullptr && !answer()->text.empty() &&
           !left_out(question) && !left_out(answer());
  }
  bool is_pinned() const { return question->pinned || answer()->pinned; }
  int tokens(double factor) const {
    return tokens_of(question->text, factor) + tokens_of(answer()->text, factor);
  }
};

struct AnyPlan {
  explicit AnyPlan(unsigned seed) {
    RandomSession session(seed);
    past = session.past();
    request = session.request();
    messages = listed(past);
    for (const Message& m : messages) {
      SeenTurn& turn = turns[m.turn_id];
      if (m.role == Role::user)
        turn.question = &m;
      else
        turn.answers.push_back(&m);
    }
    plan = plan_context(request, past, kNew);
    for (const ContextItem& item : plan.report.items) items[item.message_id] = item;
    is_stateless =
        request.mode == Mode::stateless || request.memory.strategy == MemoryStrategy::none;
    fixed =
        tokens_of(kNew.text, request.token_factor) +
        (request.instructions.empty() ? 0 : tokens_of(request.instructions, request.token_factor));
    room = request.window_tokens - request.answer_tokens;
  }

  bool sent(const Message* m) const { return items.at(m->id).sent; }

  StoredMemory past;
  PlanRequest request;
  std::vector<Message> messages;
  std::map<std::string, SeenTurn> turns;
  ContextPlan plan;
  std::map<std::string, ContextItem> items;
  bool is_stateless = false;
  int fixed = 0;
  int room = 0;
};

template <class Check>
void for_any_plan(Check&& check) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    INFO("seed " << seed);
    check(AnyPlan(seed));
  }
}

}  // namespace

TEST_CASE("the random sessions show every reason there is") {
  std::set<ContextReason> seen;
  for_any_plan([&](const AnyPlan& any) {
    for (const ContextItem& item : any.plan.report.items) seen.insert(item.reason);
  });
  CHECK(seen.size() == static_cast<std::size_t>(ContextReason::not_current) + 1);
}

TEST_CASE("any plan lists every message that was read once, in stored order, the new one last") {
  for_any_plan([](const AnyPlan& any) {
    const std::vector<ContextItem>& items = any.plan.report.items;
    REQUIRE(items.size() == any.messages.size() + 1);
    for (std::size_t i = 0; i < any.messages.size(); ++i) {
      REQUIRE(items[i].message_id == any.messages[i].id);
      REQUIRE(items[i].role == any.messages[i].role);
      REQUIRE(items[i].estimated_tokens ==
              tokens_of(any.messages[i].text, any.request.token_factor));
    }
    REQUIRE(items.back().message_id == kNew.id);
    REQUIRE(items.back().reason == ContextReason::new_message);
    REQUIRE(any.plan.report.unlisted_messages ==
            any.past.message_count - static_cast<std::int64_t>(any.messages.size()));
  });
}

TEST_CASE("any plan gives a reason that fits what was done, and that the strategy can have") {
  for_any_plan([](const AnyPlan& any) {
    const ContextReport& report = any.plan.report;
    for (const ContextItem& item : report.items) {
      const bool is_reason_to_send = item.reason == ContextReason::new_message ||
                                     item.reason == ContextReason::history ||
                                     item.reason == ContextReason::pinned;
      REQUIRE(item.sent == is_reason_to_send);
      REQUIRE(is_reason_of_strategy(item.reason, report.strategy));
      REQUIRE((item.reason != ContextReason::summarized || report.summary));
      REQUIRE(
          (item.reason != ContextReason::provider_held || !report.previous_response_id.empty()));
    }
    for (const auto& [id, turn] : any.turns) {
      if (any.is_stateless || turn.is_open(any.request)) continue;
      const ContextReason reason =
          any.items.at((turn.question != nullptr ? turn.question : turn.answers[0])->id).reason;
      REQUIRE((reason == ContextReason::excluded || reason == ContextReason::no_answer ||
               reason == ContextReason::no_question || reason == ContextReason::not_current));
    }
  });
}

TEST_CASE("any plan keeps to the window, if the new message alone does") {
  for_any_plan([](const AnyPlan& any) {
    const ContextReport& report = any.plan.report;
    if (any.fixed <= any.room) {
      REQUIRE(report.estimated_tokens <= any.room);
    } else {
      REQUIRE(report.sent_messages == 1);
      REQUIRE(report.estimated_tokens == any.fixed);
    }
  });
}

TEST_CASE("any plan's sums are those of its parts") {
  for_any_plan([](const AnyPlan& any) {
    const ContextReport& report = any.plan.report;
    int tokens = any.plan.instructions.empty()
                     ? 0
                     : tokens_of(any.plan.instructions, any.request.token_factor);
    int uncalibrated =
        any.plan.instructions.empty() ? 0 : estimate_message_tokens(any.plan.instructions);
    std::int64_t sent = 0;
    for (const ContextItem& item : report.items) {
      if (!item.sent) continue;
      ++sent;
      tokens += item.estimated_tokens;
    }
    for (const PromptMessage& message : any.plan.messages)
      uncalibrated += estimate_message_tokens(message.text);
    REQUIRE(report.estimated_tokens == tokens);
    REQUIRE(any.plan.uncalibrated_tokens == uncalibrated);
    REQUIRE(report.sent_messages == sent);
    REQUIRE(any.plan.messages.size() == static_cast<std::size_t>(sent));
  });
}

TEST_CASE("any plan sends whole turns: a question, the answer that counts, and so on") {
  for_any_plan([](const AnyPlan& any) {
    std::vector<std::pair<std::string, PromptMessage>> expected;  // by id of the question
    for (const auto& [id, turn] : any.turns) {
      if (turn.question == nullptr || !any.sent(turn.question)) {
        for (const Message* a : turn.answers) REQUIRE_FALSE(any.sent(a));
        continue;
      }
      for (const Message* a : turn.answers) REQUIRE(any.sent(a) == (a == turn.answer()));
      REQUIRE(turn.answer() != nullptr);
      expected.emplace_back(turn.question->id + "q",
                            PromptMessage{Role::user, turn.question->text});
      expected.emplace_back(turn.question->id + "r",
                            PromptMessage{Role::assistant, turn.answer()->text});
    }
    std::sort(expected.begin(), expected.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    REQUIRE(any.plan.messages.size() == expected.size() + 1);
    for (std::size_t i = 0; i < expected.size(); ++i)
      REQUIRE(any.plan.messages[i] == expected[i].second);
    REQUIRE(any.plan.messages.back().text == kNew.text);
  });
}

TEST_CASE("any plan sends nothing that is excluded or that has no answer") {
  for_any_plan([](const AnyPlan& any) {
    for (const auto& [id, turn] : any.turns)
      if (turn.question != nullptr && any.sent(turn.question)) REQUIRE(turn.is_open(any.request));
  });
}

TEST_CASE("any plan without memory sends exactly the new message") {
  for_any_plan([](const AnyPlan& any) {
    if (!any.is_stateless) return;
    REQUIRE(any.plan.messages.size() == 1);
    for (std::size_t i = 0; i + 1 < any.plan.report.items.size(); ++i)
      REQUIRE(any.plan.report.items[i].reason == ContextReason::stateless);
  });
}

TEST_CASE("any plan sends all pinned turns when they fit") {
  for_any_plan([](const AnyPlan& any) {
    if (any.is_stateless) return;
    int needed = 0;
    std::vector<const SeenTurn*> pinned;
    for (const auto& [id, turn] : any.turns)
      if (turn.is_open(any.request) && turn.is_pinned() &&
          any.items.at(turn.question->id).reason != ContextReason::provider_held) {
        pinned.push_back(&turn);
        needed += turn.tokens(any.request.token_factor);
      }
    const int instructions = any.plan.instructions.empty()
                                 ? 0
                                 : tokens_of(any.plan.instructions, any.request.token_factor);
    if (instructions + tokens_of(kNew.text, any.request.token_factor) + needed > any.room) return;
    for (const SeenTurn* turn : pinned) REQUIRE(any.sent(turn->question));
  });
}

TEST_CASE("any plan's history has no hole: nothing newer than a sent turn is outside the window") {
  for_any_plan([](const AnyPlan& any) {
    std::string oldest_history = "~";
    for (const auto& [id, turn] : any.turns)
      if (turn.question != nullptr &&
          any.items.at(turn.question->id).reason == ContextReason::history)
        oldest_history = std::min(oldest_history, turn.question->id);
    for (const auto& [id, turn] : any.turns)
      if (turn.question != nullptr && turn.is_open(any.request) && !turn.is_pinned() &&
          any.items.at(turn.question->id).reason == ContextReason::window)
        REQUIRE(turn.question->id < oldest_history);
  });
}
