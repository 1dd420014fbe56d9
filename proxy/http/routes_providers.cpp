// What could answer: providers, and their models.
#include "proxy/http/handlers.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

void list_providers(RouteContext& context, const httplib::Request&, httplib::Response& response) {
  reply_json(response, providers_to_json(context.chat.providers()));
}

void list_models(RouteContext& context, const httplib::Request&, httplib::Response& response) {
  reply_json(response, models_to_json(context.chat.models()));
}

}  // namespace

void add_provider_routes(Router& router, RouteContext& context) {
  router.get(std::string(api::kProviders), handler(context, list_providers));
  router.get(std::string(api::kModels), handler(context, list_models));
}

}  // namespace magic
