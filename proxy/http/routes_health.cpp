#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "shared/api_paths.h"

namespace magic {

void add_health_routes(Router& router, RouteContext& context) {
  const auto health = [&context](const httplib::Request&, httplib::Response& response) {
    reply_json(response, to_json(context.chat.health()));
  };
  router.get(std::string(api::kHealth), health);
}

}  // namespace magic
