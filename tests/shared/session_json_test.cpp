#include "shared/session_json.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace magic;

namespace {

SessionInfo session() {
  return {"s-1",
          "Alice's \"dog\"",
          true,
          true,
          1764158211000,
          1764158299000,
          12,
          3599,
          "chat:session:{s-1}:messages"};
}

std::string patch_error(const std::string& json) {
  const Result<SessionPatchRequest> request = session_patch_request_from_json(json);
  return request ? "accepted" : request.error().message;
}

std::string marks_error(const std::string& json) {
  const Result<MessagePatchRequest> request = message_patch_request_from_json(json);
  return request ? "accepted" : request.error().message;
}

}  // namespace

TEST_CASE("a session's properties survive the wire and say where Redis has it") {
  const std::string json = to_json(session());
  CHECK(session_info_from_json(json).value() == session());
  CHECK(json.ends_with(R"(,"redis_key":"chat:session:{s-1}:messages"})"));
  CHECK(session_info_from_json("{}").error().param == "id");
}

TEST_CASE("a list of sessions survives the wire") {
  CHECK(session_list_to_json({}) == R"({"sessions":[]})");
  SessionInfo listed = session();
  listed.redis_key.clear();
  CHECK(session_list_from_json(session_list_to_json({session(), session()})).value() ==
        std::vector<SessionInfo>{listed, listed});
  CHECK(session_list_from_json("{}").error().param == "sessions");
  CHECK(session_list_from_json(R"({"sessions":[{"id":"a"},{"id":7}]})").error().param ==
        "sessions[1].id");
}

TEST_CASE("a session is created with a title, an id, both or neither") {
  for (const SessionCreateRequest& request :
       {SessionCreateRequest{}, SessionCreateRequest{"A title", "s-1"},
        SessionCreateRequest{std::nullopt, "s-1"}})
    CHECK(session_create_request_from_json(to_json(request)).value() == request);
  CHECK(session_create_request_from_json(R"({"session_id":"*"})").error().param == "session_id");
  CHECK(session_create_request_from_json("[]").error().code == ErrorCode::invalid_field);
}

TEST_CASE("a title is trimmed and is one line of 1 to 200 bytes") {
  CHECK(session_patch_request_from_json(R"({"title":"  Two words\n"})").value().title ==
        "Two words");
  CHECK(patch_error(R"({"title":"  "})") == "title must be 1 to 200 bytes long.");
  CHECK(patch_error(R"({"title":")" + std::string(200, 'x') + R"("})") == "accepted");
  CHECK(patch_error(R"({"title":")" + std::string(201, 'x') + R"("})") ==
        "title must be 1 to 200 bytes long.");
  CHECK(patch_error(R"({"title":"two\nlines"})") ==
        "title must be one line without control characters.");
  CHECK(patch_error(R"({"title":"a\u0000b"})") ==
        "title must be one line without control characters.");
  CHECK(patch_error(R"({"title":7})") == "title must be a string.");
  CHECK(patch_error(R"({"local_only":"yes"})") == "local_only must be true or false.");
}

TEST_CASE("changes of a session survive the wire") {
  for (const SessionPatchRequest& request :
       {SessionPatchRequest{}, SessionPatchRequest{"A title", false},
        SessionPatchRequest{std::nullopt, true}})
    CHECK(session_patch_request_from_json(to_json(request)).value() == request);
}

TEST_CASE("a message is pinned, excluded, or neither") {
  for (const MessagePatchRequest& request :
       {MessagePatchRequest{true, std::nullopt}, MessagePatchRequest{std::nullopt, true},
        MessagePatchRequest{false, false}, MessagePatchRequest{true, false}})
    CHECK(message_patch_request_from_json(to_json(request)).value() == request);
  CHECK(marks_error("{}") == "pinned or excluded is missing.");
  CHECK(marks_error(R"({"pinned":true,"excluded":true})") ==
        "excluded cannot be true together with pinned.");
  CHECK(marks_error(R"({"pinned":1})") == "pinned must be true or false.");
  CHECK(marks_error(R"({"excluded":[]})") == "excluded must be true or false.");
}

TEST_CASE("a turn's patch names the answer that is to count") {
  CHECK(turn_patch_request_from_json(turn_patch_request_to_json("m1")).value() == "m1");
  CHECK(turn_patch_request_from_json("{}").error().param == "current");
}

TEST_CASE("a damaged message of a page is named with its place") {
  CHECK(message_page_from_json(
            R"({"session_id":"s","messages":[{"text":"a"},{"text":"b"},{"text":7}]})")
            .error()
            .message == "messages[2].text must be a string.");
}
