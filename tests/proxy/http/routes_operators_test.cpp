#include "proxy/http/routes_operators.h"

#include <atomic>

#include "tests/proxy/http/base_server.h"

using namespace magic;

namespace {

struct Operated {
  std::atomic<bool> redis_answers = true;
  OperatorContext context{[this]() -> Status {
                            if (redis_answers) return success();
                            return store_unavailable("Redis does not answer.");
                          },
                          [] { return std::string("# HELP a A.\n# TYPE a counter\na 1\n"); }};
  BaseServer server{[this](Router& router) { add_operator_routes(router, context); }};
};

}  // namespace

TEST_CASE("the proxy is alive while Redis is away, and ready only when it answers") {
  Operated operated;
  auto client = operated.server.client();
  CHECK(client.Get("/healthz")->body == R"({"status":"ok"})");
  CHECK(client.Get("/readyz")->body == R"({"status":"ready"})");
  operated.redis_answers = false;
  CHECK(client.Get("/healthz")->status == 200);
  const auto not_ready = client.Get("/readyz");
  CHECK(not_ready->status == 503);
  CHECK(not_ready->body.find("Redis does not answer.") != std::string::npos);
}

TEST_CASE("metrics are sent as Prometheus' text format") {
  Operated operated;
  const auto metrics = operated.server.client().Get("/metrics");
  CHECK(metrics->get_header_value("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(metrics->body.find("\na 1\n") != std::string::npos);
}

TEST_CASE("the description of the API comes with it") {
  Operated operated;
  const auto description = operated.server.client().Get("/openapi.json");
  CHECK(description->get_header_value("Content-Type") == "application/json");
  CHECK(description->body.find("\"openapi\": \"3.1.0\"") != std::string::npos);
}
