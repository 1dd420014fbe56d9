#include "proxy/http/handlers.h"
#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

void health(RouteContext& context, const httplib::Request&, httplib::Response& response) {
  Health now = context.chat.health();
  now.max_message_bytes = context.limits.max_message_bytes;
  reply_json(response, to_json(now));
}

}  // namespace

void add_health_routes(Router& router, RouteContext& context) {
  router.get(std::string(api::kHealth), handler(context, health));
}

}  // namespace magic
