// Sessions for the tests of memory: short to write, with ids as the store gives them (they compare
// as text in stored order).
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "proxy/memory/context_plan.h"
#include "proxy/store/stored_memory.h"
#include "shared/chat_types.h"

namespace magic {

inline std::string id_at(int place) {
  char id[16];
  std::snprintf(id, sizeof id, "m%010d", place);
  return id;
}

inline Message question(int place, std::string turn, std::string text) {
  Message m;
  m.id = id_at(place);
  m.turn_id = std::move(turn);
  m.text = std::move(text);
  return m;
}

inline Message answer(int place, std::string turn, std::string text) {
  Message m = question(place, std::move(turn), std::move(text));
  m.role = Role::assistant;
  return m;
}

// Turns t0, t1, ...: messages 0 and 1, 2 and 3, and so on, with texts "q0", "a0", "q1" ...
inline StoredMemory conversation(int turns) {
  StoredMemory past;
  for (int i = 0; i < turns; ++i) {
    const std::string n = std::to_string(i);
    past.messages.push_back(question(2 * i, "t" + n, "q" + n));
    past.messages.push_back(answer(2 * i + 1, "t" + n, "a" + n));
  }
  past.message_count = 2 * turns;
  return past;
}

inline const Message kNew = question(9999, "new", "What's my name?");

inline PlanRequest asking(MemoryChoice memory = {}) {
  PlanRequest request;
  request.mode = Mode::stateful;
  request.memory = memory;
  request.model = "m";
  request.window_tokens = 100'000;
  request.answer_tokens = 100;
  return request;
}

// What was sent, the new message left out: "q1 a1 q2 a2".
inline std::string sent_texts(const ContextPlan& plan) {
  std::string texts;
  for (std::size_t i = 0; i + 1 < plan.messages.size(); ++i)
    texts += (texts.empty() ? "" : " ") + plan.messages[i].text;
  return texts;
}

// The reason of each listed message, the new one left out.
inline std::string reasons(const ContextPlan& plan) {
  std::string names;
  for (std::size_t i = 0; i + 1 < plan.report.items.size(); ++i)
    names += (names.empty() ? "" : " ") + std::string(name_of(plan.report.items[i].reason));
  return names;
}

}  // namespace magic
