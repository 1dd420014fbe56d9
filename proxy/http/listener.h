// An httplib::Server with defaults that hold up outside: the one place where they are set.
#pragma once

#include <cstddef>
#include <memory>

#include <httplib.h>

#include "proxy/http/request_guard.h"

namespace magic {

struct ListenerLimits {
  std::size_t max_body_bytes = 1024 * 1024;
  std::size_t max_connections = 2000;
};

// Every answer carries the security headers and, for allowed origins, the CORS ones; every error is
// JSON; requests that the guard refuses reach no route. `guard` must outlive the server.
std::unique_ptr<httplib::Server> make_listener(const RequestGuard& guard,
                                               const ListenerLimits& limits);

}  // namespace magic
