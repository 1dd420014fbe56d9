#include "proxy/http/router.h"

#include <utility>

#include "proxy/http/request_scope.h"

namespace magic {
namespace {

Router::Handler named(std::string route, Router::Handler handler) {
  return [route = std::move(route), handler = std::move(handler)](const httplib::Request& request,
                                                                  httplib::Response& response) {
    RequestScope::of(response).set_route(route);
    handler(request, response);
  };
}

}  // namespace

Router::Router(httplib::Server& server, std::string prefix)
    : server_(server), prefix_(std::move(prefix)) {}

void Router::get(const std::string& pattern, Handler handler) {
  routes_.push_back({"GET", pattern});
  const Handler added = named(pattern, std::move(handler));
  server_.Get(prefix_ + pattern, added);
  if (pattern == "/" && !prefix_.empty()) server_.Get(prefix_, added);
}

void Router::post(const std::string& pattern, Handler handler) {
  routes_.push_back({"POST", pattern});
  server_.Post(prefix_ + pattern, named(pattern, std::move(handler)));
}

void Router::patch(const std::string& pattern, Handler handler) {
  routes_.push_back({"PATCH", pattern});
  server_.Patch(prefix_ + pattern, named(pattern, std::move(handler)));
}

void Router::del(const std::string& pattern, Handler handler) {
  routes_.push_back({"DELETE", pattern});
  server_.Delete(prefix_ + pattern, named(pattern, std::move(handler)));
}

void Router::file(const std::string& path, Handler handler) {
  server_.Get(path, named("ui", std::move(handler)));
}

}  // namespace magic
