// What tests of the Redis kind ask of its results and of the server itself.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string>

#include "tests/proxy/store/store_calls.h"
#include "tests/support/redis_server.h"

namespace magic {

template <class T>
std::string sentence(const Result<T>& result) {
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::store_unavailable);
  return result.error().message;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The value of a line "name:value" of INFO.
inline std::int64_t info(const RedisServer& server, const std::string& section,
                         const std::string& name) {
  const std::string text = server.cli({"INFO", section});
  const std::size_t at = text.find("\n" + name + ":");
  REQUIRE(at != std::string::npos);
  return std::stoll(text.substr(at + name.size() + 2));
}

inline Result<QuestionStored> try_to_ask(SessionStore& store, const std::string& text,
                                         const std::string& turn) {
  return store.append_question("s", question(text, turn));
}

}  // namespace magic
