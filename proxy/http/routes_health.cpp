#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "shared/api_paths.h"

namespace magic {

void add_health_routes(Router& router, RouteContext& context) {
  const auto health = [&context](const httplib::Request&, httplib::Response& response) {
    Health health = context.chat.health();
    health.max_message_bytes = context.limits.max_message_bytes;
    reply_json(response, to_json(health));
  };
  router.get(std::string(api::kHealth), health);
}

}  // namespace magic
