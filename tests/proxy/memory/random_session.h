// Random sessions of many shapes, and random questions to them. The same seed gives the same ones.
#pragma once

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/proxy/memory/sessions.h"

namespace magic {

class RandomSession {
 public:
  explicit RandomSession(unsigned seed) : random_(seed) { write_turns(below(14)); }

  // All of it, also what past() does not have.
  const std::vector<Message>& messages() const { return messages_; }

  bool chance(int percent) { return below(100) < percent; }
  int below(int n) { return n <= 0 ? 0 : static_cast<int>(random_() % static_cast<unsigned>(n)); }

  StoredMemory past() {
    StoredMemory past;
    const int cut = chance(50) ? 0 : below(static_cast<int>(messages_.size()) + 1);
    const auto begin = messages_.begin() + cut;
    std::set<std::string> pinned;
    for (auto m = messages_.begin(); m != begin; ++m)
      if (m->pinned) pinned.insert(m->turn_id);
    for (auto m = messages_.begin(); m != begin; ++m)
      if (pinned.count(m->turn_id) > 0 && !chance(5)) past.older_pinned.push_back(*m);
    past.messages.assign(begin, messages_.end());
    past.message_count = static_cast<std::int64_t>(messages_.size());
    if (chance(40)) past.summary = StoredSummary{text(300), any_id(), below(20), "m", 1};
    if (chance(40)) past.held = HeldResponse{"resp", chance(80) ? "m" : "other", any_id()};
    return past;
  }

  PlanRequest request() {
    PlanRequest request;
    request.mode = chance(10) ? Mode::stateless : Mode::stateful;
    request.memory = {static_cast<MemoryStrategy>(below(6)), below(12), below(600), 2 + below(8)};
    request.instructions = chance(50) ? "Be brief." : "";
    request.model = "m";
    request.window_tokens = chance(30) ? 1'000'000 : below(1500);
    request.answer_tokens = below(300);
    request.token_factor = 0.5 + below(16) / 10.0;
    request.stored_messages = static_cast<std::int64_t>(messages_.size()) + 1;
    if (chance(20)) request.without = {any_id()};
    return request;
  }

 private:
  std::string any_id() { return id_at(below(static_cast<int>(messages_.size()) + 2)); }

  std::string text(int most) {
    return std::string(static_cast<std::size_t>(chance(3) ? 20'000 : 1 + below(most)), 'x');
  }

  // Questions with none to four answers, some far behind; some failed, marked, or deleted.
  void write_turns(int turns) {
    std::vector<Message> late;
    for (int i = 0; i < turns; ++i) {
      const std::string turn = "t" + std::to_string(i);
      if (!chance(5)) add(question(0, turn, text(400)));
      const int answers = chance(70) ? 1 : below(5);
      const int current = chance(90) ? below(answers) : -1;
      for (int a = 0; a < answers; ++a) {
        Message m = answer(0, turn, chance(10) ? "" : text(400));
        m.current = a == current;
        if (chance(10))
          late.push_back(m);
        else
          add(m);
      }
      if (!late.empty() && chance(30)) {
        for (const Message& m : late) add(m);
        late.clear();
      }
    }
    for (const Message& m : late) add(m);
  }

  void add(Message message) {
    message.id = id_at(static_cast<int>(messages_.size()));
    message.pinned = chance(10);
    message.excluded = !message.pinned && chance(8);
    messages_.push_back(std::move(message));
  }

  std::mt19937 random_;
  std::vector<Message> messages_;
};

}  // namespace magic
