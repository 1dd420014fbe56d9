// The door through which every route is added to a server: it knows each route's pattern, for the
// metrics, the log, and the test that compares them with openapi.json.
//
// Thread rule: routes are added before the server listens, from one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <httplib.h>

#include "proxy/http/request_bodies.h"
#include "proxy/http/route.h"

namespace magic {

class Router {
 public:
  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

  // `prefix` stands in front of every pattern: "" or "/api". `server` must outlive this, and stop
  // before `bodies` ends.
  Router(httplib::Server& server, std::string prefix,
         std::shared_ptr<RequestBodies> bodies = std::make_shared<RequestBodies>());

  // A segment ":name" of a pattern is request.path_params.at("name"). No regular expressions.
  void get(const std::string& pattern, Handler handler);
  void post(const std::string& pattern, Handler handler,
            std::size_t most_bytes = RequestBodies::kUsualBytes);
  void patch(const std::string& pattern, Handler handler);
  void del(const std::string& pattern, Handler handler);

  // A file of the UI: at its path, without the prefix, and no part of the API.
  void file(const std::string& path, Handler handler);

  // Of the API, in the order in which they were added.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  httplib::Server& server_;
  const std::string prefix_;
  const std::shared_ptr<RequestBodies> bodies_;
  std::vector<Route> routes_;
};

}  // namespace magic
