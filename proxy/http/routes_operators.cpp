#include "proxy/http/routes_operators.h"

#include "openapi_asset.h"
#include "proxy/http/replies.h"

namespace magic {

void add_operator_routes(Router& router, const OperatorContext& context) {
  // Asks nothing: while the process answers, restarting it would mend nothing.
  router.get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    reply_json(response, R"({"status":"ok"})");
  });
  router.get("/readyz", [&context](const httplib::Request&, httplib::Response& response) {
    const Status ready = context.is_ready();
    if (!ready) return reply_error(response, {ready.error(), std::nullopt});
    reply_json(response, R"({"status":"ready"})");
  });
  router.get("/metrics", [&context](const httplib::Request&, httplib::Response& response) {
    response.set_header("Cache-Control", "no-store");
    response.set_content(context.metrics_text(), "text/plain; version=0.0.4; charset=utf-8");
  });
  router.get("/openapi.json", [](const httplib::Request&, httplib::Response& response) {
    reply_json(response, std::string(asset("openapi.json")));
  });
}

}  // namespace magic
