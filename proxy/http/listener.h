// An httplib::Server with defaults that hold up outside: the one place where they are set.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <httplib.h>

#include "proxy/http/bearer_tokens.h"
#include "proxy/http/request_bodies.h"
#include "proxy/http/request_guard.h"
#include "proxy/http/trusted_proxies.h"
#include "proxy/observe/request_observer.h"

namespace magic {

// An API among ours whose errors have a shape of their own.
struct ErrorShape {
  std::string path;  // what its paths begin with, behind the prefix; empty: there is none
  void (*reply)(httplib::Response& response, const Error& error) = nullptr;
};

// What the pointers name must outlive the server.
struct ListenerOptions {
  std::string prefix;  // of the API's paths: "" or "/api"
  const RequestGuard* guard = nullptr;
  const BearerTokens* tokens = nullptr;  // null: the API needs none
  RequestObserver* observer = nullptr;   // null: nobody wants to know
  std::size_t max_body_bytes = 1024 * 1024;
  std::size_t max_connections = 2000;
  ErrorShape other_errors = {};
  const RequestBodies* bodies = nullptr;    // the router's; null: max_body_bytes holds for all
  const TrustedProxies* proxies = nullptr;  // null: nobody's forwarded headers are believed
};

// Every answer carries a request id, the security headers and, for allowed origins, the CORS ones;
// every error is JSON in the shape of its path; requests that the guard refuses, or that lack a token, reach no route.
std::unique_ptr<httplib::Server> make_listener(const ListenerOptions& options);

// Whether this path is for those only who show a token: all of the API but the two questions with
// which machines ask for the proxy's health. The UI's files, outside of the prefix, are no secret.
bool needs_token(std::string_view path, std::string_view prefix);

}  // namespace magic
