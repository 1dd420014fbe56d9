#include "shared/session_event_json.h"

#include <catch2/catch_test_macros.hpp>

#include "shared/chat_json.h"

using namespace magic;
using Kind = SessionEvent::Kind;

TEST_CASE("live events of every kind are read as the proxy writes them") {
  Message question;
  question.id = "m1";
  question.turn_id = "turn_1";
  question.text = "Hello";
  const std::string with_message = "{\"message\":" + to_json(question) + "}";
  const SessionEvent stored = session_event_from_json("message", with_message).value();
  CHECK(stored.kind == Kind::message);
  CHECK(stored.message == question);
  CHECK(stored.turn_id == "turn_1");
  CHECK(session_event_from_json("marked", with_message).value().kind == Kind::marked);

  const SessionEvent piece =
      session_event_from_json("delta", R"({"turn_id":"turn_1","attempt":2,"text":"Hi"})").value();
  CHECK(piece.kind == Kind::delta);
  CHECK(piece.turn_id == "turn_1");
  CHECK(piece.attempt == 2);
  CHECK(piece.text == "Hi");

  const SessionEvent chosen =
      session_event_from_json("chosen", R"({"turn_id":"turn_1","message_id":"m2"})").value();
  CHECK(chosen.kind == Kind::chosen);
  CHECK(chosen.message_id == "m2");
  CHECK(session_event_from_json("deleted", R"({"message_id":"m2"})").value().message_id == "m2");

  SessionInfo info;
  info.id = "lisbon";
  info.title = "Trip to Lisbon";
  CHECK(session_event_from_json("session", to_json(info)).value().session == info);
  CHECK(session_event_from_json("cleared", "{}").value().kind == Kind::cleared);
  CHECK(session_event_from_json("expired", "{}").value().kind == Kind::expired);
  CHECK(session_event_from_json("missed", "{}").value().kind == Kind::missed);
}

TEST_CASE("an event of a newer proxy is known as unknown, and a broken one as broken") {
  CHECK(session_event_from_json("confetti", "not even JSON").value().kind == Kind::unknown);
  CHECK_FALSE(session_event_from_json("message", "{}"));
  CHECK_FALSE(session_event_from_json("delta", R"({"turn_id":"turn_1"})"));
  CHECK_FALSE(session_event_from_json("cleared", "{"));
}
