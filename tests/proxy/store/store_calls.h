// Calls of a session store as tests make them: those that must succeed, with the common arguments.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proxy/store/session_store.h"

namespace magic {

inline constexpr std::size_t kAll = 1'000'000;
inline constexpr std::int64_t kNow = 1'700'000'000'000;

using Texts = std::vector<std::string>;

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}

template <class T>
std::optional<ErrorCode> refusal(const Result<T>& result) {
  if (result) return std::nullopt;
  CHECK_FALSE(result.error().message.empty());
  return result.error().code;
}

inline NewQuestion question(const std::string& text, const std::string& turn) {
  NewQuestion question;
  question.message.role = Role::user;
  question.message.turn_id = turn;
  question.message.text = text;
  question.message.created_at_ms = kNow;
  return question;
}

inline NewAnswer answer(const std::string& text, const std::string& turn, int attempt = 0) {
  NewAnswer answer;
  answer.message.role = Role::assistant;
  answer.message.turn_id = turn;
  answer.message.text = text;
  answer.message.attempt = attempt;
  answer.message.created_at_ms = kNow + 1;
  return answer;
}

// A question in a turn of its own, which is named by the caller or counted.
inline QuestionStored ask(SessionStore& store, const std::string& session, const std::string& text,
                          std::string turn = {}) {
  static int turns = 0;
  if (turn.empty()) turn = "turn_" + std::to_string(++turns);
  return must(store.append_question(session, question(text, turn)));
}

inline std::string reply(SessionStore& store, const std::string& session, const std::string& text,
                         const std::string& turn, int attempt = 0) {
  return must(store.append_answer(session, answer(text, turn, attempt))).id;
}

inline StoredMemory memory(SessionStore& store, const std::string& session,
                           std::size_t max_bytes = kAll,
                           const std::optional<std::string>& before = {}) {
  return must(store.read_memory(session, max_bytes, before));
}

inline MessagePage page(SessionStore& store, const std::string& session,
                        const std::optional<std::string>& after = {}, int limit = 100) {
  return must(store.read_page(session, after, limit));
}

inline Texts texts(const std::vector<Message>& messages) {
  Texts texts;
  for (const Message& message : messages) texts.push_back(message.text);
  return texts;
}

inline Texts stored(SessionStore& store, const std::string& session = "s") {
  const StoredMemory all = memory(store, session);
  CHECK(all.message_count == static_cast<std::int64_t>(all.messages.size()));
  return texts(all.messages);
}

// Every message, page by page as a client walks.
inline std::vector<Message> walk(SessionStore& store, const std::string& session, int limit) {
  std::vector<Message> seen;
  std::optional<std::string> after;
  do {
    MessagePage next = page(store, session, after, limit);
    REQUIRE(next.messages.size() <= static_cast<std::size_t>(limit));
    seen.insert(seen.end(), next.messages.begin(), next.messages.end());
    after = next.next;
    REQUIRE(seen.size() <= 100'000);
  } while (after);
  return seen;
}

}  // namespace magic
