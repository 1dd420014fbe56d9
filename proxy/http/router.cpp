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

Router::Router(httplib::Server& server, std::string prefix, std::shared_ptr<RequestBodies> bodies)
    : server_(server), prefix_(std::move(prefix)), bodies_(std::move(bodies)) {}

void Router::get(const std::string& pattern, Handler handler) {
  routes_.push_back({"GET", pattern});
  const Handler added = named(pattern, std::move(handler));
  server_.Get(prefix_ + pattern, added);
  if (pattern == "/" && !prefix_.empty()) server_.Get(prefix_, added);
}

void Router::post(const std::string& pattern, Handler handler, std::size_t most_bytes) {
  routes_.push_back({"POST", pattern});
  server_.Post(prefix_ + pattern, bodies_->read_first({"POST", prefix_ + pattern}, most_bytes,
                                                      named(pattern, std::move(handler))));
}

void Router::patch(const std::string& pattern, Handler handler) {
  routes_.push_back({"PATCH", pattern});
  server_.Patch(prefix_ + pattern,
                bodies_->read_first({"PATCH", prefix_ + pattern}, RequestBodies::kUsualBytes,
                                    named(pattern, std::move(handler))));
}

void Router::del(const std::string& pattern, Handler handler) {
  routes_.push_back({"DELETE", pattern});
  server_.Delete(prefix_ + pattern, named(pattern, std::move(handler)));
}

void Router::file(const std::string& path, Handler handler) {
  server_.Get(path, named("ui", std::move(handler)));
}

}  // namespace magic
