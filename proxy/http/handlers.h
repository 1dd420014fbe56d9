// From a function to a route's handler: with what handlers need, and with the path's session id once
// it is known to be one.
#pragma once

#include <string>

#include <httplib.h>

#include "proxy/http/caller.h"
#include "proxy/http/path_ids.h"
#include "proxy/http/replies.h"
#include "proxy/http/routes.h"

namespace magic {

inline Router::Handler handler(RouteContext& context,
                               void (*handle)(RouteContext&, const httplib::Request&,
                                              httplib::Response&)) {
  return [&context, handle](const httplib::Request& request, httplib::Response& response) {
    handle(context, request, response);
  };
}

inline Router::Handler session_handler(RouteContext& context,
                                       void (*handle)(RouteContext&, const std::string& session_id,
                                                      const httplib::Request&,
                                                      httplib::Response&)) {
  return [&context, handle](const httplib::Request& request, httplib::Response& response) {
    const Result<std::string> session_id = path_id(request, "session_id");
    if (!session_id) return reply_error(response, session_id.error());
    handle(context, session_of(session_id.value(), response), request, response);
  };
}

}  // namespace magic
