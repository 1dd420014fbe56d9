#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "shared/api_paths.h"

namespace magic {

void add_health_routes(httplib::Server& server, const std::string& prefix, RouteContext& context) {
  const auto health = [&context](const httplib::Request&, httplib::Response& response) {
    reply_json(response, to_json(context.chat.health()));
  };
  server.Get(prefix + std::string(api::kHealth), health);
  if (!prefix.empty()) server.Get(prefix, health);
}

}  // namespace magic
