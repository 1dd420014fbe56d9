// A session taken along as JSON and as Markdown, and brought back.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "shared/session_export_json.h"
#include "shared/session_markdown.h"

using namespace magic;

namespace {

Message message(Role role, std::string turn, std::string text) {
  Message m;
  m.role = role;
  m.turn_id = std::move(turn);
  m.text = std::move(text);
  m.created_at_ms = 1764158211000;
  return m;
}

SessionExport example() {
  SessionExport session;
  session.info.id = "s-1";
  session.info.title = "Alice";
  session.messages = {message(Role::user, "turn_1", "My name is Alice"),
                      message(Role::assistant, "turn_1", "Hello, Alice!"),
                      message(Role::assistant, "turn_1", "Hel")};
  session.messages[0].id = "m0000000000";
  session.messages[0].pinned = true;
  session.messages[1].provider = ProviderId::demo;
  session.messages[1].model = "demo";
  session.messages[2].attempt = 1;
  session.messages[2].current = false;
  session.messages[2].status = Ending::cancelled;
  return session;
}

std::string refused(const SessionExport& session) {
  const Result<SessionExport> read = session_export_from_json(to_json(session));
  return read ? "accepted" : read.error().message;
}

// The example with one message changed.
template <class Change>
std::string refused_with(std::size_t index, Change change) {
  SessionExport session = example();
  change(session.messages[index]);
  return refused(session);
}

std::string refused_text(const std::string& json) {
  const Result<SessionExport> read = session_export_from_json(json);
  return read ? "accepted" : read.error().message;
}

}  // namespace

TEST_CASE("an exported session is brought back as it was, marks included") {
  CHECK(session_export_from_json(to_json(example())).value() == example());
  CHECK(to_json(example()).starts_with(R"({"format":"memory-magic/1","session":{"id":"s-1",)"));
}

TEST_CASE("only our format is brought in, and only with its parts") {
  CHECK(refused_text("{") == "This is not valid JSON in UTF-8.");
  CHECK(refused_text("[]") == "A JSON object is needed here.");
  CHECK(refused_text("{}") == "format is missing.");
  CHECK(refused_text(R"({"format":"memory-magic/2"})") == "format must be memory-magic/1.");
  CHECK(refused_text(R"({"format":"memory-magic/1"})") == "session is missing.");
  CHECK(refused_text(R"({"format":"memory-magic/1","session":7})") == "session must be an object.");
  CHECK(refused_text(R"({"format":"memory-magic/1","session":{}})") == "session.id is missing.");
  CHECK(refused_text(R"({"format":"memory-magic/1","session":{"id":"a:b"}})")
            .starts_with("session.id must be"));
  CHECK(refused_text(R"({"format":"memory-magic/1","session":{"id":"a"}})") ==
        "messages is missing.");
  CHECK(refused_text(R"({"format":"memory-magic/1","session":{"id":"a"},"messages":[]})") ==
        "messages must be 1 to 50000 messages.");
  CHECK(refused_text(
            R"({"format":"memory-magic/1","session":{"id":"a","title":"a\nb"},"messages":[]})")
            .starts_with("session.title must be one line"));
}

TEST_CASE("a message that breaks a rule is named with its place") {
  CHECK(refused_with(0, [](Message& m) { m.text.clear(); }) ==
        "messages[0].text must not be empty.");
  CHECK(refused_with(0, [](Message& m) { m.text = std::string("a\0b", 3); }) ==
        "messages[0].text must not hold NUL characters.");
  CHECK(refused_with(0, [](Message& m) { m.text = std::string(131073, 'x'); }) ==
        "messages[0].text is longer than 131072 bytes.");
  CHECK(refused_with(1, [](Message& m) { m.text = std::string(131073, 'x'); }) == "accepted");
  CHECK(refused_with(1, [](Message& m) { m.text = std::string(4 * 1024 * 1024 + 1, 'x'); }) ==
        "messages[1].text is longer than 4194304 bytes.");
  CHECK(refused_with(1, [](Message& m) {
          m.turn_id = "a b";
        }).starts_with("messages[1].turn_id must be 1 to 64 characters"));
  CHECK(refused_with(0, [](Message& m) {
          m.turn_id = std::string(65, 'a');
        }).starts_with("messages[0].turn_id must be"));
  CHECK(refused_with(0, [](Message& m) {
          m.turn_id.clear();
        }).starts_with("messages[0].turn_id must be"));
  CHECK(refused_with(0, [](Message& m) { m.id = "a:b"; }).starts_with("messages[0].id must be"));
  CHECK(refused_with(1, [](Message& m) {
          m.created_at_ms = -1;
        }).starts_with("messages[1].created_at_ms must be"));
  CHECK(refused_with(1, [](Message& m) {
          m.created_at_ms = 253'402'300'800'000;
        }).starts_with("messages[1].created_at_ms must be"));
  CHECK(refused_with(0, [](Message& m) { m.excluded = true; }) ==
        "messages[0].excluded cannot be true together with pinned.");
  const std::string start = R"({"format":"memory-magic/1","session":{"id":"a"},"messages":[)";
  CHECK(refused_text(start + R"({"turn_id":"t","text":"x"}]})") == "messages[0].role is missing.");
  CHECK(refused_text(start + R"({"role":"system","turn_id":"t","text":"x"}]})") ==
        "messages[0].role must be one of user, assistant.");
  CHECK(refused_text(start + "7]}") == "messages[0] must be an object.");
}

TEST_CASE("the turns of what is brought in hold together") {
  CHECK(refused_with(0, [](Message& m) { m.turn_id = "other"; }) == "accepted");  // was deleted
  CHECK(refused_with(0, [](Message& m) {
          m.role = Role::assistant;
        }).starts_with("messages[1].attempt is that"));
  CHECK(refused_with(2, [](Message& m) { m.attempt = 0; }) ==
        "messages[2].attempt is that of an earlier answer to the same question.");
  CHECK(refused_with(2, [](Message& m) {
          m.attempt = 10'000;
        }).starts_with("messages[2].attempt must be between"));
  CHECK(refused_with(2, [](Message& m) { m.current = true; }) ==
        "messages[2].current is true of an earlier answer to the same question.");
  CHECK(refused_with(2, [](Message& m) { m.role = Role::user; }) ==
        "messages[2].turn_id is that of an earlier question.");
  SessionExport late = example();
  std::swap(late.messages[0], late.messages[1]);
  CHECK(refused(late) == "messages[1].turn_id is that of an earlier answer.");
  CHECK(refused_with(1, [](Message& m) { m.current = false; }) == "accepted");
}

TEST_CASE("twenty thousand messages are brought in, and one more is too many") {
  SessionExport session = example();
  session.messages.clear();
  for (int i = 0; i < 50'000; ++i)
    session.messages.push_back(message(Role::user, "t" + std::to_string(i), "x"));
  CHECK(refused(session) == "accepted");
  session.messages.push_back(message(Role::user, "last", "x"));
  CHECK(refused(session) == "messages must be 1 to 50000 messages.");
}

TEST_CASE("a session reads as Markdown, with who, when, how it ended and what does not count") {
  CHECK(session_to_markdown(example()) ==
        "# Alice\n"
        "\n## You · 2025-11-26T11:56:51Z\n\nMy name is Alice\n"
        "\n## demo · demo · 2025-11-26T11:56:51Z\n\nHello, Alice!\n"
        "\n## chatgpt · 2025-11-26T11:56:51Z · alternative, not the current answer\n\n"
        "*Stopped by the user.*\n\nHel\n");
}

TEST_CASE("a heading stays one line whatever a title or a model is called") {
  SessionExport session = example();
  session.info.title = "a\nb";
  session.messages[1].model = "x\n# y";
  const std::string text = session_to_markdown(session);
  CHECK(text.starts_with("# a b\n"));
  CHECK(text.find("\n# y") == std::string::npos);
}

TEST_CASE("times are written as UTC in ISO form") {
  CHECK(utc_time_text(0) == "1970-01-01T00:00:00Z");
  CHECK(utc_time_text(951782399999) == "2000-02-28T23:59:59Z");
  CHECK(utc_time_text(951782400000) == "2000-02-29T00:00:00Z");
}
