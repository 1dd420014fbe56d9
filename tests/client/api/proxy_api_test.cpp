#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/support/fake_transport.h"

using namespace magic;

TEST_CASE("a chat request asks for a stream at the original's path") {
  FakeTransport transport;
  ProxyApi api(transport);
  ChatRequest request;
  request.message = "Hi \"you\"";
  request.mode = Mode::stateful;
  request.provider = ProviderId::demo;
  request.session_id = "session_0a";
  request.stream = true;
  api.chat(request, [](const ChatEvent&) {});

  REQUIRE(transport.requests.size() == 1);
  CHECK(transport.of(1).request.method == "POST");
  CHECK(transport.of(1).request.path == "/chat");
  const Result<ChatRequest> sent = chat_request_from_json(transport.of(1).request.body);
  REQUIRE(sent.ok());
  CHECK(sent.value() == request);
}

TEST_CASE("stopping cancels the request and ends the turn as stopped") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::vector<ChatEvent> events;
  const RequestId id = api.chat({}, [&](const ChatEvent& event) { events.push_back(event); });
  transport.status(id, 200);
  transport.body(id, sse_event("delta", text_piece_to_json("a")));
  transport.poll();
  api.stop(id);
  CHECK(transport.of(id).cancel_asked);
  transport.poll();
  REQUIRE(events.size() == 2);
  CHECK(std::holds_alternative<TurnStopped>(events[1]));
}

TEST_CASE("a turn is cancelled by its id, and a refusal of that is told") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::vector<bool> results;
  const auto hear = [&](const Status& status) { results.push_back(status.ok()); };
  api.cancel_turn("session_0a", "turn_1", hear);
  CHECK(transport.of(1).request.method == "POST");
  CHECK(transport.of(1).request.path == "/sessions/session_0a/turns/turn_1/cancel");
  transport.answer(1, 202, R"({"status":"cancelling"})");
  transport.poll();
  api.cancel_turn("session_0a", "turn_2", hear);
  transport.answer(2, 404, R"({"error":{"code":"not_found","message":"No."}})");
  transport.poll();
  CHECK(results == std::vector<bool>{true, false});
}

TEST_CASE("health is read from the root, and its absence is a sentence") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::optional<Result<Health>> heard;
  Health health;
  health.version = "1";
  health.store_available = true;
  health.providers = {{ProviderId::demo, true, "", "demo", 4096}};

  api.health([&](const Result<Health>& result) { heard = result; });
  CHECK(transport.of(1).request.method == "GET");
  CHECK(transport.of(1).request.path == "/");
  transport.answer(1, 200, to_json(health));
  transport.poll();
  REQUIRE(heard);
  REQUIRE(heard->ok());
  CHECK(heard->value() == health);

  api.health([&](const Result<Health>& result) { heard = result; });
  transport.end(2, TransportEnd::unreachable);
  transport.poll();
  REQUIRE_FALSE(heard->ok());
  CHECK(heard->error().code == ErrorCode::network);
  CHECK_FALSE(heard->error().message.empty());

  api.health([&](const Result<Health>& result) { heard = result; });
  transport.answer(3, 200, "<html>a captive portal</html>");
  transport.poll();
  CHECK_FALSE(heard->ok());
}

TEST_CASE("an answer that broke off in the middle is not taken for a whole one") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::optional<Result<Health>> heard;
  api.health([&](const Result<Health>& result) { heard = result; });
  transport.status(1, 200);
  transport.body(1, to_json(Health{}));
  transport.end(1, TransportEnd::unreachable);
  transport.poll();
  REQUIRE(heard);
  CHECK_FALSE(heard->ok());
}

TEST_CASE("messages are asked for page by page, with the cursor kept from meaning anything") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::optional<Result<MessagePage>> heard;
  api.messages("session_0a", std::nullopt, [&](const auto& page) { heard = page; });
  CHECK(transport.of(1).request.path == "/sessions/session_0a/messages?limit=500");
  MessagePage page;
  page.session_id = "session_0a";
  page.next = "7&x=/";
  transport.answer(1, 200, to_json(page));
  transport.poll();
  REQUIRE(heard);
  REQUIRE(heard->ok());
  api.messages("session_0a", heard->value().next, [&](const auto& answer) { heard = answer; });
  CHECK(transport.of(2).request.path ==
        "/sessions/session_0a/messages?limit=500&after=7%26x%3D%2F");
  transport.answer(2, 503, to_json(ChatFailure{store_unavailable("Redis is away."), {}}));
  transport.poll();
  REQUIRE_FALSE(heard->ok());
  CHECK(heard->error().message == "Redis is away.");
}

TEST_CASE("clearing names the session, and says so when it did not happen") {
  FakeTransport transport;
  ProxyApi api(transport);
  std::vector<bool> cleared;
  api.clear("session_0a", [&](const Status& status) { cleared.push_back(status.ok()); });
  CHECK(transport.of(1).request.path == "/clear-session");
  CHECK(clear_request_from_json(transport.of(1).request.body).value() == "session_0a");
  transport.answer(1, 200, cleared_json());
  api.clear("session_0a", [&](const Status& status) { cleared.push_back(status.ok()); });
  transport.answer(2, 503, to_json(ChatFailure{store_unavailable("Redis is away."), {}}));
  transport.poll();
  CHECK(cleared == std::vector<bool>{true, false});
}

TEST_CASE("destroying the API cancels what is under way, and its handlers never run") {
  FakeTransport transport;
  int events = 0;
  {
    ProxyApi api(transport);
    api.chat({}, [&](const ChatEvent&) { ++events; });
    api.health([&](const Result<Health>&) { ++events; });
    transport.answer(2, 200, to_json(Health{}));
    transport.poll();
    CHECK(events == 1);
    transport.status(1, 200);
    transport.body(1, sse_event("delta", text_piece_to_json("a")));
  }
  CHECK(transport.of(1).cancel_asked);
  CHECK_FALSE(transport.of(2).cancel_asked);
  transport.poll();
  CHECK(events == 1);
}
