#include "proxy/http/request_bodies.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

TEST_CASE("a path is one of a pattern when every segment is, and no other way") {
  CHECK(matches_pattern("/chat", "/chat"));
  CHECK(
      matches_pattern("/sessions/s/turns/t/replay", "/sessions/:session_id/turns/:turn_id/replay"));
  CHECK(matches_pattern("/", "/"));
  for (const char* const other :
       {"", "chat", "/chat/", "//chat", "/chats", "/cha", "/chat/x", "/Chat"})
    CHECK_FALSE(matches_pattern(other, "/chat"));
  for (const char* const other :
       {"/sessions/", "/sessions", "/sessions/a/b", "/sessions/a/", "//a"})
    CHECK_FALSE(matches_pattern(other, "/sessions/:session_id"));
}

TEST_CASE("the limit of a body is that of the route which will read it") {
  RequestBodies bodies;
  static_cast<void>(bodies.read_first({"POST", "/api/chat"}, 1000, {}));
  static_cast<void>(bodies.read_first({"PATCH", "/api/sessions/:id"}, 2000, {}));
  CHECK(bodies.most_for("POST", "/api/chat") == 1000);
  CHECK(bodies.most_for("PATCH", "/api/sessions/s") == 2000);
  CHECK(bodies.most_for("GET", "/api/chat") == 0);
  CHECK(bodies.most_for("POST", "/chat") == 0);
}
