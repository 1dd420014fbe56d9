#include "client-wasm/api/talk_calls.h"

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <vector>

#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/support/fake_transport.h"

using namespace magic;

TEST_CASE("another answer is asked for at its turn, and streams like a new message") {
  FakeTransport transport;
  ProxyApi api(transport);
  OutgoingReplay wanted{"session_0a", "turn_1", {}};
  wanted.request.current = true;
  wanted.request.stream = true;
  std::vector<ChatEvent> events;
  const RequestId id =
      replay(api, wanted, [&](const ChatEvent& event) { events.push_back(event); });
  CHECK(transport.of(id).request.method == "POST");
  CHECK(transport.of(id).request.path == "/sessions/session_0a/turns/turn_1/replay");
  CHECK(replay_request_from_json(transport.of(id).request.body).value() == wanted.request);
  transport.status(id, 200);
  transport.body(id, sse_event("delta", text_piece_to_json("a")));
  transport.poll();
  api.stop(id);
  transport.poll();
  REQUIRE(events.size() == 2);
  CHECK(std::get<TextPiece>(events[0]).text == "a");
}

TEST_CASE("the answer that counts is told, and a message is deleted, each by its id") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::vector<bool> results;
  const auto hear = [&](const Status& status) { results.push_back(status.ok()); };
  choose_answer(api, "session_0a", "turn_1", "m7", hear);
  CHECK(transport.of(1).request.method == "PATCH");
  CHECK(transport.of(1).request.path == "/sessions/session_0a/turns/turn_1");
  CHECK(turn_patch_request_from_json(transport.of(1).request.body).value() == "m7");
  delete_message(api, "session_0a", "m/7", hear);
  CHECK(transport.of(2).request.method == "DELETE");
  CHECK(transport.of(2).request.path == "/sessions/session_0a/messages/m%2F7");
  transport.answer(1, 200, "{}");
  transport.answer(2, 503, to_json(ChatFailure{store_unavailable("Redis is away."), {}}));
  transport.poll();
  CHECK(results == std::vector<bool>{true, false});
}

TEST_CASE("a preview asks with all that the answer depends on, as far as a URL is long enough") {
  LaneRequest lane;
  lane.mode = Mode::stateful;
  lane.provider = ProviderId::demo;
  CHECK(preview_path("s", lane, "") ==
        "/sessions/s/context?mode=stateful&provider=demo&strategy=full");
  lane.memory = {.strategy = MemoryStrategy::last_n, .n = 4};
  lane.model = "a b";
  lane.instructions = "Be brief.";
  lane.max_output_tokens = 64;
  CHECK(preview_path("s", lane, "x&y") ==
        "/sessions/s/context?mode=stateful&provider=demo&model=a%20b&strategy=last_n&n=4"
        "&max_output_tokens=64&instructions=Be%20brief.&message=x%26y");
  CHECK_FALSE(preview_path("s", lane, std::string(7000, 'x')));
}

TEST_CASE("a preview and the models are read, and what is no answer is an error") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::optional<Result<ContextReport>> report;
  preview(api, "/sessions/s/context", [&](const auto& result) { report = result; });
  ContextReport sent;
  sent.sent_messages = 7;
  transport.answer(1, 200, to_json(sent));
  transport.poll();
  REQUIRE(report);
  CHECK(report->value().sent_messages == 7);

  std::optional<Result<std::vector<ModelInfo>>> models;
  list_models(api, [&](const auto& result) { models = result; });
  CHECK(transport.of(2).request.path == "/models");
  transport.answer(2, 200, "<html>");
  transport.poll();
  REQUIRE(models);
  CHECK_FALSE(models->ok());
}

TEST_CASE("a session that may not be stored is looked for among one's own") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::optional<Result<SessionInfo>> found;
  const auto hear = [&](const Result<SessionInfo>& info) { found = info; };
  SessionInfo info;
  info.id = "session_0a";
  info.local_only = true;
  find_session(api, "session_0a", hear);
  CHECK(transport.of(1).request.path == "/sessions");
  transport.answer(1, 200, session_list_to_json({SessionInfo{}, info}));
  transport.poll();
  REQUIRE(found);
  CHECK(found->value().local_only);
  find_session(api, "session_0b", hear);
  transport.answer(2, 200, session_list_to_json({info}));
  transport.poll();
  CHECK(found->error().code == ErrorCode::not_found);
}

TEST_CASE("a lock is a property of its session") {
  FakeTransport transport;
  ProxyApi api(transport);
  set_local_only(api, "session_0a", true, [](const Status&) {});
  CHECK(transport.of(1).request.method == "PATCH");
  CHECK(transport.of(1).request.path == "/sessions/session_0a");
  CHECK(session_patch_request_from_json(transport.of(1).request.body).value().local_only == true);
}
