// The OpenAI face over real sockets, with a chat service that says what it is told.
#include "proxy/http/routes_openai.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "tests/proxy/http/base_server.h"
#include "tests/proxy/openai_face/fake_face_chat.h"

using namespace magic;
using namespace magic::test;

namespace {

constexpr char kChat[] = "/v1/chat/completions";
constexpr char kResponses[] = "/v1/responses";
const std::string kChatBody = R"({"model":"demo","messages":[{"role":"user","content":"Hi"}]})";
const std::string kChatStream =
    R"({"model":"demo","stream":true,"messages":[{"role":"user","content":"Hi"}]})";
const std::string kResponsesBody = R"({"model":"demo","input":"Hi"})";
const std::string kResponsesStream = R"({"model":"demo","input":"Hi","stream":true})";

struct Face {
  explicit Face(int max_live = 10) : live(max_live) {
    chat.speech.pieces = {"Hel", "lo"};
    server = std::make_unique<BaseServer>(
        [this](Router& router) { add_openai_routes(router, context); });
  }

  httplib::Response post(const std::string& path, const std::string& body,
                         httplib::Headers headers = {}) const {
    const auto result = server->client().Post(path, headers, body, "application/json");
    REQUIRE(result);
    return *result;
  }
  httplib::Response get(const std::string& path) const {
    const auto result = server->client().Get(path);
    REQUIRE(result);
    return *result;
  }

  FakeFaceChat chat;
  LiveTurns live;
  TurnLimits nobody_limited{nullptr, {}};
  OpenAiContext context{chat, live, nobody_limited, {}};
  std::unique_ptr<BaseServer> server;
};

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("both of OpenAI's APIs answer whole") {
  const Face face;
  const auto chat = face.post(kChat, kChatBody);
  CHECK(chat.status == 200);
  CHECK(chat.get_header_value("Content-Type") == "application/json");
  CHECK(chat.get_header_value("Cache-Control") == "no-store");
  CHECK(chat.body.starts_with(R"({"id":"chatcmpl-)"));
  CHECK(has(chat.body, R"("content":"Hello")"));
  CHECK_FALSE(chat.has_header("X-Session-Id"));
  CHECK_FALSE(chat.has_header("Set-Cookie"));

  const auto response = face.post(kResponses, kResponsesBody);
  CHECK(response.status == 200);
  CHECK(response.body.starts_with(R"({"id":"resp_)"));
  CHECK(has(response.body, R"("text":"Hello")"));
  CHECK(face.chat.turns.empty());
}

TEST_CASE("both of OpenAI's APIs stream to their end") {
  const Face face;
  const auto chat = face.post(kChat, kChatStream);
  CHECK(chat.status == 200);
  CHECK(chat.get_header_value("Content-Type") == "text/event-stream");
  CHECK(chat.get_header_value("X-Accel-Buffering") == "no");
  CHECK(has(chat.body, R"("delta":{"content":"lo"})"));
  CHECK(chat.body.ends_with("data: [DONE]\n\n"));

  const auto response = face.post(kResponses, kResponsesStream);
  CHECK(response.body.starts_with("event: response.created\n"));
  CHECK(has(response.body, "event: response.completed\n"));
}

TEST_CASE("a session header makes it a turn of that session, and comes back") {
  const Face face;
  for (const auto& [path, body] :
       {std::pair(kChat, kChatBody), std::pair(kChat, kChatStream),
        std::pair(kResponses, kResponsesBody), std::pair(kResponses, kResponsesStream)}) {
    const auto answer = face.post(path, body, {{"X-Session-Id", "alice"}});
    CHECK(answer.status == 200);
    CHECK(answer.get_header_value("X-Session-Id") == "alice");
    CHECK(has(answer.body, "lo"));
  }
  CHECK(face.chat.prompts.empty());
  REQUIRE(face.chat.turns.size() == 4);
  CHECK(face.chat.turns[3].session_id == "alice");
  CHECK(face.chat.turns[3].caller.owner.empty());
  CHECK(face.chat.turns[3].caller.request_id.starts_with("req_"));
}

TEST_CASE("a session header that cannot be an id is refused before anything is asked") {
  const Face face;
  for (const char* id : {"", "two words", "a/b", "*"}) {
    const auto answer = face.post(kChat, kChatBody, {{"X-Session-Id", id}});
    CHECK(answer.status == 400);
    CHECK(has(answer.body, R"("param":"X-Session-Id")"));
  }
  CHECK(face.chat.turns.empty());
  CHECK(face.chat.prompts.empty());
}

TEST_CASE("what is wrong with a request of the face is said in OpenAI's words") {
  Face face;
  const auto bad = face.post(kChat, R"({"model":"demo","messages":[]})");
  CHECK(bad.status == 400);
  CHECK(has(bad.body, R"("type":"invalid_request_error","param":"messages")"));
  const auto missing = face.post(kResponses, R"({"model":"nothing","input":"Hi"})");
  CHECK(missing.status == 404);
  CHECK(has(missing.body, R"("param":"model","code":"model_not_found")"));

  face.chat.refused_provider = provider_unavailable("Set OPENAI_API_KEY in .env.");
  const auto unavailable = face.post(kChat, kChatStream);
  CHECK(unavailable.status == 503);
  CHECK(unavailable.get_header_value("Content-Type") == "application/json");
  CHECK_FALSE(unavailable.has_header("x-should-retry"));
}

TEST_CASE("a client is told when to try again, and not to where that would store twice") {
  Face face;
  face.chat.speech.end.ending = Ending::upstream_error;
  face.chat.speech.end.error = Error{ErrorCode::rate_limited, "Slower.", {}, true, 7};
  const auto direct = face.post(kChat, kChatBody);
  CHECK(direct.status == 429);
  CHECK(direct.get_header_value("Retry-After") == "7");
  CHECK_FALSE(direct.has_header("x-should-retry"));
  const auto stored = face.post(kChat, kChatBody, {{"X-Session-Id", "alice"}});
  CHECK(stored.status == 429);
  CHECK(stored.get_header_value("x-should-retry") == "false");

  face.chat.speech.end.error = Error{ErrorCode::rate_limited, "No quota."};
  CHECK(face.post(kChat, kChatBody).get_header_value("x-should-retry") == "false");
}

TEST_CASE("a turn that may not begin is refused in plain words, and in the stream when it waited") {
  Face face;
  face.chat.refused_begin = store_unavailable("Redis does not answer.");
  const httplib::Headers session{{"X-Session-Id", "alice"}};
  CHECK(face.post(kChat, kChatStream, session).status == 503);

  face.chat.ahead = 1;
  const auto chat = face.post(kChat, kChatStream, session);
  CHECK(chat.status == 200);
  CHECK(has(chat.body, R"("code":"store_unavailable")"));
  CHECK_FALSE(has(chat.body, "[DONE]"));
  const auto response = face.post(kResponses, kResponsesStream, session);
  CHECK(has(response.body, "event: response.failed\n"));
}

TEST_CASE("a stream of the face that fails midway says so after what it has") {
  Face face;
  face.chat.speech.end.ending = Ending::upstream_error;
  face.chat.speech.end.error = Error{ErrorCode::upstream_error, "The provider broke off."};
  const auto chat = face.post(kChat, kChatStream);
  CHECK(chat.status == 200);
  CHECK(has(chat.body, R"("content":"lo")"));
  CHECK(has(chat.body, R"("error":{"message":"The provider broke off.")"));
  CHECK_FALSE(has(chat.body, "[DONE]"));
}

TEST_CASE("more answers than the proxy may write are refused") {
  const Face face(0);
  for (const std::string& body : {kChatBody, kChatStream}) {
    const auto answer = face.post(kChat, body);
    CHECK(answer.status == 503);
    CHECK(answer.get_header_value("Retry-After") == "2");
  }
}

TEST_CASE("a proxy that stops says so to who comes now") {
  Face face;
  face.live.close();
  const auto answer = face.post(kChat, kChatBody);
  CHECK(answer.status == 503);
  CHECK(has(answer.body, "The proxy is stopping."));
}

TEST_CASE("an answer of the face whose client left is stopped") {
  for (const std::string& body : {kChatBody, kChatStream}) {
    Face face;
    face.chat.speech.never_ends = true;
    httplib::Client client = face.server->client();
    client.set_read_timeout(0, 300'000);  // then it hangs up
    const auto result = client.Post(kChat, body, "application/json");
    CHECK_FALSE(result);
    client.stop();
    for (int i = 0; i < 1000 && !face.chat.ended.load(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(face.chat.ended.load() == Ending::disconnected);
  }
}

TEST_CASE("models are listed, and described under names with slashes in them") {
  Face face;
  face.chat.offered.push_back({ProviderId::ollama, "hf.co/owner/model:Q4", 4096, true, true});
  CHECK(has(face.get("/v1/models").body, R"({"object":"list","data":[{"id":"demo")"));
  CHECK(has(face.get("/v1/models/demo").body, R"({"id":"demo","object":"model")"));
  for (const char* name : {"hf.co/owner/model:Q4", "ollama%2Fhf.co%2Fowner%2Fmodel%3AQ4"}) {
    const auto found = face.get(std::string("/v1/models/") + name);
    CHECK(found.status == 200);
    CHECK(has(found.body, R"("owned_by":"ollama")"));
  }
  const auto missing = face.get("/v1/models/nothing");
  CHECK(missing.status == 404);
  CHECK(has(missing.body, R"("code":"model_not_found")"));
}

TEST_CASE("an OpenAI client's token goes no further") {
  const Face face;
  const auto answer = face.post(kChat, kChatBody, {{"Authorization", "Bearer sk-anything"}});
  CHECK(answer.status == 200);
  CHECK_FALSE(has(answer.body, "sk-anything"));
}
