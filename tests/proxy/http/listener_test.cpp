// What every answer of the proxy has in common, over real sockets.

#include <chrono>
#include <stdexcept>
#include <string>

#include "proxy/http/replies.h"
#include "proxy/http/request_scope.h"
#include "tests/proxy/http/base_server.h"

using namespace magic;

namespace {

constexpr auto kStreamLength = std::chrono::milliseconds(300);

void add_routes(Router& router) {
  router.get("/", [](const auto&, auto& response) { reply_json(response, "{}"); });
  router.get("/healthz", [](const auto&, auto& response) { reply_json(response, "{}"); });
  router.get("/sessions/:session_id/messages", [](const auto& request, auto& response) {
    reply_json(response, request.path_params.at("session_id"));
  });
  router.post("/chat", [](const auto&, auto& response) {
    reply_error(response, {store_unavailable("Redis does not answer."), std::nullopt});
  });
  router.patch("/things/:id", [](const auto&, auto& response) { reply_json(response, "{}"); });
  router.del("/things/:id", [](const auto&, auto& response) { reply_json(response, "{}"); });
  router.get("/id",
             [](const auto&, auto& response) { reply_json(response, request_id_of(response)); });
  router.get("/stream", [](const auto&, auto& response) {
    response.set_chunked_content_provider("text/event-stream",
                                          [](std::size_t, httplib::DataSink& out) {
                                            out.write("data: 1\n\n", 9);
                                            std::this_thread::sleep_for(kStreamLength);
                                            out.done();
                                            return true;
                                          });
  });
  router.get("/throws", [](const auto&, auto&) { throw std::runtime_error("secret"); });
  router.file("/page",
              [](const auto&, auto& response) { response.set_content("<p>", "text/html"); });
}

// printf %s correct-horse | sha256sum
BearerTokens some_tokens() {
  return BearerTokens::parse(
             "alice:sha256:"
             "9dca666eb54730714630d1519264a7bf1eeaad00b8f2edc90d3ecbfad928d163")
      .value();
}

}  // namespace

TEST_CASE("the router knows the patterns that were added, without the prefix and the files") {
  const BaseServer server(add_routes, "/api");
  const auto& routes = server.router->routes();
  REQUIRE(routes.size() == 9);
  CHECK(routes[0] == Route{"GET", "/"});
  CHECK(routes[2] == Route{"GET", "/sessions/:session_id/messages"});
  CHECK(routes[3] == Route{"POST", "/chat"});
  CHECK(routes[4] == Route{"PATCH", "/things/:id"});
  CHECK(routes[5] == Route{"DELETE", "/things/:id"});
}

TEST_CASE("routes answer behind the prefix, and the first one without a slash too") {
  const BaseServer server(add_routes, "/api");
  auto client = server.client();
  CHECK(client.Get("/api/sessions/abc/messages")->body == "abc");
  CHECK(client.Get("/api")->status == 200);
  CHECK(client.Get("/api/")->status == 200);
  CHECK(client.Patch("/api/things/1")->status == 200);
  CHECK(client.Delete("/api/things/1")->status == 200);
  CHECK(client.Get("/page")->status == 200);
  CHECK(client.Get("/sessions/abc/messages")->status == 404);
  CHECK(client.Get("/api/page")->status == 404);
}

TEST_CASE("a request keeps its id, in the answer, for handlers and in the report") {
  const BaseServer server(add_routes);
  const auto answer = server.client().Get("/id", {{"X-Request-Id", "trace-1.a_B"}});
  CHECK(answer->get_header_value("X-Request-Id") == "trace-1.a_B");
  CHECK(answer->body == "trace-1.a_B");
  CHECK(server.requests.wait_for(1)[0].request_id == "trace-1.a_B");
}

TEST_CASE("without a usable id a request gets one, never the bytes that it came with") {
  const BaseServer server(add_routes);
  for (const std::string& given :
       {std::string(), std::string("a b"), std::string("a%0d%0aSet-Cookie:x"), std::string(65, 'a'),
        std::string("\xc3\xa4")}) {
    httplib::Headers headers;
    if (!given.empty()) headers.emplace("X-Request-Id", given);
    const auto answer = server.client().Get("/id", headers);
    REQUIRE(answer);
    const std::string id = answer->get_header_value("X-Request-Id");
    CHECK(id.starts_with("req_"));
    CHECK(id.size() == 20);
    CHECK(answer->body == id);
    CHECK_FALSE(answer->has_header("Set-Cookie"));
  }
}

TEST_CASE("errors, refusals, unknown paths and streams carry a request id as well") {
  const BaseServer server(add_routes);
  auto client = server.client();
  CHECK(client.Post("/chat", "{}", "application/json")->has_header("X-Request-Id"));
  CHECK(client.Get("/nothing")->has_header("X-Request-Id"));
  CHECK(client.Get("/", {{"Host", "evil.example"}})->has_header("X-Request-Id"));
  CHECK(client.Get("/stream")->has_header("X-Request-Id"));
  CHECK(client.Get("/throws")->has_header("X-Request-Id"));
  CHECK(client.Get("/" + std::string(9000, 'a'))->has_header("X-Request-Id"));
  CHECK(client.Post("/chat", std::string(2000, ' '), "application/json")
            ->get_header_value_count("X-Request-Id") == 1);
}

TEST_CASE("requests are reported once, by the pattern of their route") {
  const BaseServer server(add_routes);
  auto client = server.client();
  // A report comes after the answer, so the next request may be faster than it.
  const auto reported = [&](std::size_t count) { (void)server.requests.wait_for(count); };
  (void)client.Get("/sessions/secret-id/messages?after=x");
  reported(1);
  (void)client.Post("/chat", "{}", "application/json");
  reported(2);
  (void)client.Get("/no/such/path");
  reported(3);
  (void)client.Get("/page");
  reported(4);
  (void)client.Get("/throws");
  reported(5);
  (void)client.Options("/chat");
  const auto reports = server.requests.wait_for(6);
  const auto is = [&](std::size_t i, const char* method, const char* route, int status) {
    CHECK(reports[i].method == method);
    CHECK(reports[i].route == route);
    CHECK(reports[i].status == status);
    CHECK_FALSE(reports[i].streamed);
  };
  is(0, "GET", "/sessions/:session_id/messages", 200);
  CHECK(reports[0].body_bytes == 9);
  is(1, "POST", "/chat", 503);
  is(2, "GET", "none", 404);
  is(3, "GET", "ui", 200);
  is(4, "GET", "/throws", 500);
  is(5, "OPTIONS", "none", 204);
}

TEST_CASE("a stream is open until its last byte, and its time counts until then") {
  const BaseServer server(add_routes);
  int opened_while_it_ran = 0;
  std::size_t ended_while_it_ran = 1;
  (void)server.client().Get("/stream", [&](const char*, std::size_t) {
    opened_while_it_ran = server.requests.streams_opened();
    ended_while_it_ran = server.requests.reports().size();
    return true;
  });
  CHECK(opened_while_it_ran == 1);
  CHECK(ended_while_it_ran == 0);
  const RequestReport report = server.requests.wait_for(1)[0];
  CHECK(report.streamed);
  CHECK(report.seconds >= std::chrono::duration<double>(kStreamLength).count());
}

TEST_CASE("a stream whose client went away is reported too") {
  const BaseServer server(add_routes);
  (void)server.client().Get("/stream", [](const char*, std::size_t) { return false; });
  CHECK(server.requests.wait_for(1)[0].streamed);
}

TEST_CASE("what is thrown shows no text of its own") {
  const BaseServer server(add_routes);
  CHECK(server.client().Get("/throws")->body.find("secret") == std::string::npos);
}

TEST_CASE("errors below the paths of another API have its shape, whoever found them") {
  const BearerTokens tokens = some_tokens();
  const ErrorShape other{"/v1/", [](httplib::Response& response, const Error& error) {
                           response.status = http_status(error.code);
                           response.set_content("other: " + error.message, "text/plain");
                         }};
  const BaseServer server(add_routes, "/api", &tokens, other);
  auto client = server.client();
  const httplib::Headers known{{"Authorization", "Bearer correct-horse"}};
  const auto is_other = [](const httplib::Result& answer, int status) {
    CHECK(answer->status == status);
    CHECK(answer->body.starts_with("other: "));
  };
  is_other(client.Get("/api/v1/nothing"), 401);
  is_other(client.Get("/api/v1/nothing", known), 404);
  is_other(client.Get("/api/v1/models", {{"Host", "evil.example"}}), 403);
  is_other(client.Post("/api/v1/responses", known, "{}", "text/plain"), 415);
  is_other(client.Post("/api/v1/responses", known, std::string(2000, ' '), "application/json"),
           413);
  CHECK(client.Get("/api/nothing", known)->body.starts_with("{"));
  CHECK(client.Get("/v1/nothing")->body.starts_with("{"));
}

TEST_CASE("a page of an allowed origin may send and read the headers that the API knows") {
  const BaseServer server(add_routes);
  const httplib::Headers origin{{"Origin", "https://app.example"}};
  const auto preflight = server.client().Options("/chat", origin);
  CHECK(preflight->status == 204);
  CHECK(preflight->get_header_value("Access-Control-Allow-Origin") == "https://app.example");
  CHECK(preflight->get_header_value("Access-Control-Allow-Methods") == "GET, POST, PATCH, DELETE");
  const std::string taken = preflight->get_header_value("Access-Control-Allow-Headers");
  for (const char* const header :
       {"Content-Type", "Accept", "Authorization", "X-Session-Id", "X-Request-Id", "Last-Event-ID"})
    CHECK(taken.find(header) != std::string::npos);
  const auto answer = server.client().Get("/", origin);
  CHECK(answer->get_header_value("Access-Control-Expose-Headers") ==
        "X-Request-Id, X-Session-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, "
        "RateLimit-Reset, RateLimit-Policy, RateLimit, x-should-retry");
  CHECK_FALSE(answer->has_header("Access-Control-Allow-Credentials"));
}

TEST_CASE("OpenAI's client in a page of an allowed origin may send the headers that it adds") {
  const BaseServer server(add_routes);
  // As openai 6 asks for them through a browser, and what nobody here knows.
  const auto preflight = server.client().Options(
      "/chat", {{"Origin", "https://app.example"},
                {"Access-Control-Request-Method", "POST"},
                {"Access-Control-Request-Headers",
                 "authorization,content-type,user-agent,x-stainless-arch,x-stainless-lang, "
                 "x-stainless-retry-count,x-evil,x-stainless-(?),x-stainless-" +
                     std::string(100, 'a')}});
  REQUIRE(preflight);
  const std::string taken = preflight->get_header_value("Access-Control-Allow-Headers");
  CHECK(taken.ends_with(", x-stainless-arch, x-stainless-lang, x-stainless-retry-count"));
  CHECK(taken.find("User-Agent") != std::string::npos);
  CHECK(taken.find("evil") == std::string::npos);
  const auto foreign = server.client().Options(
      "/chat",
      {{"Origin", "https://evil.example"}, {"Access-Control-Request-Headers", "x-stainless-arch"}});
  CHECK(foreign->status == 403);
  CHECK_FALSE(foreign->has_header("Access-Control-Allow-Headers"));
}

TEST_CASE("with tokens configured the API asks for one, health and the UI's files do not") {
  const BearerTokens tokens = some_tokens();
  const BaseServer server(add_routes, "/api", &tokens);
  auto client = server.client();
  const auto status = [&](const std::string& path, const std::string& authorization) {
    httplib::Headers headers;
    if (!authorization.empty()) headers.emplace("Authorization", authorization);
    return client.Get(path, headers)->status;
  };
  CHECK(status("/api/", "Bearer correct-horse") == 200);
  for (const char* const wrong : {"", "Bearer wrong", "Basic correct-horse", "correct-horse"})
    CHECK(status("/api/", wrong) == 401);
  for (const char* const path :
       {"/api", "/api/sessions/s/messages", "/api//healthz", "/%61pi/", "/api/nothing"})
    CHECK(status(path, "") == 401);
  CHECK(status("/api/healthz", "") == 200);
  CHECK(status("/page", "") == 200);
  CHECK(client.Post("/api/chat", "{}", "application/json")->status == 401);
  CHECK(client.Options("/api/chat", {{"Origin", "https://app.example"}})->status == 204);
}

TEST_CASE("a missing token is refused in words, with the scheme that is asked for") {
  const BearerTokens tokens = some_tokens();
  const BaseServer server(add_routes, "", &tokens);
  const auto refused = server.client().Get("/", {{"Authorization", "Bearer my-guess"}});
  CHECK(refused->status == 401);
  CHECK(refused->get_header_value("WWW-Authenticate") == "Bearer");
  CHECK(refused->body.find(R"("code":"unauthorized")") != std::string::npos);
  CHECK(refused->body.find("my-guess") == std::string::npos);
}

TEST_CASE("only what stands behind the prefix needs a token") {
  CHECK(needs_token("/", ""));
  CHECK(needs_token("/metrics", ""));
  CHECK(needs_token("/healthz/", ""));
  CHECK_FALSE(needs_token("/healthz", ""));
  CHECK_FALSE(needs_token("/readyz", ""));
  CHECK(needs_token("/api", "/api"));
  CHECK(needs_token("/api/chat", "/api"));
  CHECK_FALSE(needs_token("/api/readyz", "/api"));
  CHECK_FALSE(needs_token("/apiary", "/api"));
  CHECK_FALSE(needs_token("/index.html", "/api"));
}
