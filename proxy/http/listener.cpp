#include "proxy/http/listener.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/http/lower.h"
#include "proxy/http/patient_server.h"
#include "proxy/http/replies.h"
#include "proxy/http/request_scope.h"
#include "proxy/http/request_socket.h"

namespace magic {
namespace {

std::vector<std::string> all_of(const httplib::Request& request, const char* header) {
  std::vector<std::string> values;
  const std::size_t count = request.get_header_value_count(header);
  for (std::size_t i = 0; i < count; ++i) values.push_back(request.get_header_value(header, "", i));
  return values;
}

RequestHead head_of(const httplib::Request& request) {
  RequestHead head;
  head.method = request.method;
  if (request.has_header("Host")) head.host = request.get_header_value("Host");
  head.is_http_1_0 = request.version == "HTTP/1.0";
  head.origin = request.get_header_value("Origin");
  head.referer = request.get_header_value("Referer");
  head.fetch_site = request.get_header_value("Sec-Fetch-Site");
  head.content_type = request.get_header_value("Content-Type");
  head.content_encoding = request.get_header_value("Content-Encoding");
  head.transfer_encodings = all_of(request, "Transfer-Encoding");
  if (request.has_header("Content-Length"))
    head.content_length = request.get_header_value("Content-Length");
  head.has_body =
      !head.transfer_encodings.empty() || request.get_header_value_u64("Content-Length") > 0;
  head.has_range = request.has_header("Range");
  for (const char* const header : {"Host", "Origin", "Content-Type", "Content-Length"})
    head.says_twice = head.says_twice || request.get_header_value_count(header) > 1;
  return head;
}

void note_client(const ListenerOptions& options, const httplib::Request& request,
                 RequestScope& scope) {
  const ForwardedBy from{request.remote_addr, all_of(request, "X-Forwarded-For"),
                         all_of(request, "X-Forwarded-Proto")};
  const TrustedProxies nobody;
  const TrustedProxies& proxies = options.proxies == nullptr ? nobody : *options.proxies;
  scope.set_client(proxies.client_of(from), proxies.is_https(from));
}

// What cpp-httplib itself refuses arrives here without a body.
Error library_error(int status) {
  switch (status) {
    case 400:
      return {ErrorCode::bad_json,
              "The request is not well-formed HTTP, or has more than 100 headers or one of more "
              "than 8192 bytes."};
    case 404:
      return {ErrorCode::not_found, "There is nothing at this path, or not for this method."};
    case 413:
      return {ErrorCode::payload_too_large, "The request body is too large."};
    case 414:
      return {ErrorCode::bad_json, "The path and query are longer than 8192 bytes."};
    case 416:
      return {ErrorCode::bad_json, "The range is not within what is at this path."};
    default:
      return {ErrorCode::internal, "The request could not be handled."};
  }
}

void set_socket_options(socket_t socket) {
  // SO_REUSEADDR only: with the library's SO_REUSEPORT a second proxy would start on the same port
  // and get half of the traffic.
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

constexpr char kTakenHeaders[] =
    "Content-Type, Accept, Authorization, X-Session-Id, X-Request-Id, Last-Event-ID, User-Agent, "
    "OpenAI-Organization, OpenAI-Project";
constexpr char kShownHeaders[] =
    "X-Request-Id, X-Session-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, RateLimit-Policy, RateLimit, x-should-retry";

// OpenAI's client puts what it runs on into headers of this kind; they mean nothing here.
bool is_header_of_openai_client(std::string_view name) {
  constexpr std::string_view kStart = "x-stainless-";
  constexpr std::size_t kMostBytes = 64;
  return name.starts_with(kStart) && name.size() <= kMostBytes &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

// `asked`: names in lower case with commas between, as browsers send them.
std::string taken_headers(std::string_view asked) {
  std::string taken = kTakenHeaders;
  while (!asked.empty()) {
    std::string_view name = asked.substr(0, asked.find(','));
    asked.remove_prefix(std::min(asked.size(), name.size() + 1));
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    if (is_header_of_openai_client(name)) taken.append(", ").append(name);
  }
  return taken;
}

// Of every answer, whoever gave it. What is no page gets a policy that lets it be nothing else.
void add_security_headers(httplib::Response& response) {
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.has_header("Content-Security-Policy"))
    response.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

// Whether the connection has a next request. The library says "close" after every error, and goes
// on all the same; it takes neither "Close" nor "close, TE" for the wish to close (RFC 9110, 7.6.1).
bool goes_on(const httplib::Request& request, const httplib::Response& response) {
  if (response.get_header_value("Connection") == "close") return false;
  return lower(request.get_header_value("Connection")).find("close") == std::string::npos;
}

using Handled = httplib::Server::HandlerResponse;

// Each path's errors look alike, whoever found them.
void reply_error_as(const ListenerOptions& options, const httplib::Request& request,
                    httplib::Response& response, const Error& error) {
  const ErrorShape& other = options.other_errors;
  const bool is_other =
      other.reply != nullptr && request.path.starts_with(options.prefix + other.path);
  if (is_other)
    other.reply(response, error);
  else
    reply_error(response, error);
}

Handled refuse(const ListenerOptions& options, const httplib::Request& request,
               httplib::Response& response, const Error& error) {
  reply_error_as(options, request, response, error);
  response.set_header("Connection", "close");
  return Handled::Handled;
}

void add_cors_headers(httplib::Response& response, const std::string& origin) {
  // The guard let the origin pass: the value is on our own list, not an echo of bytes that nobody
  // checked.
  response.set_header("Access-Control-Allow-Origin", origin);
  response.set_header("Access-Control-Expose-Headers", kShownHeaders);
  response.set_header("Vary", "Origin");
}

Handled answer_preflight(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
  response.set_header("Access-Control-Allow-Headers",
                      taken_headers(request.get_header_value("Access-Control-Request-Headers")));
  response.set_header("Access-Control-Max-Age", "600");
  response.status = 204;
  return Handled::Handled;
}

Handled ask_for_token(const ListenerOptions& options, const httplib::Request& request,
                      httplib::Response& response) {
  response.set_header("WWW-Authenticate", "Bearer");
  return refuse(options, request, response,
                {ErrorCode::unauthorized,
                 "This proxy needs a token: send it as 'Authorization: Bearer TOKEN'."});
}

// A body that says that it is too large, or that nobody would bound while it comes.
std::optional<Error> refuse_body(const ListenerOptions& options, const httplib::Request& request,
                                 const RequestHead& head) {
  if (options.bodies == nullptr || !head.has_body) return std::nullopt;
  const std::size_t most = options.bodies->most_for(request.method, request.path);
  if (most == 0 && !head.transfer_encodings.empty()) return library_error(404);
  if (request.get_header_value_u64("Content-Length") > std::max(most, RequestBodies::kUsualBytes))
    return library_error(413);
  return std::nullopt;
}

// Before the body is read and any route is chosen.
Handled admit(const ListenerOptions& options, const httplib::Request& request,
              httplib::Response& response) {
  RequestScope& scope = RequestScope::of(response);
  scope.begin(request, response, options.observer);
  note_client(options, request, scope);
  const RequestHead head = head_of(request);
  if (const std::optional<Error> refused = options.guard->refuse(head))
    return refuse(options, request, response, *refused);

  if (!head.origin.empty()) add_cors_headers(response, head.origin);
  if (request.method == "OPTIONS") return answer_preflight(request, response);

  if (options.tokens != nullptr && needs_token(request.path, options.prefix)) {
    const std::optional<std::string> name =
        options.tokens->name_of(bearer_token(request.get_header_value("Authorization")));
    if (!name) return ask_for_token(options, request, response);
    scope.set_token(*name, options.tokens->limits_of(*name));
  }
  if (const std::optional<Error> refused = refuse_body(options, request, head))
    return refuse(options, request, response, *refused);
  return Handled::Unhandled;
}

}  // namespace

bool needs_token(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  const std::string_view rest = path.substr(prefix.size());
  if (!rest.empty() && rest.front() != '/') return false;  // "/apiary" is not behind "/api"
  return rest != "/healthz" && rest != "/readyz";
}

std::unique_ptr<httplib::Server> make_listener(const ListenerOptions& options) {
  auto server = std::make_unique<PatientServer>(options.max_connections);
  server->set_socket_options(set_socket_options);
  server->set_tcp_nodelay(true);  // off by default: 40 ms stalls at the end of chunked answers
  server->set_payload_max_length(options.bodies == nullptr ? options.max_body_bytes
                                                           : RequestBodies::kLargeBytes);
  server->set_keep_alive_max_count(100'000);
  server->set_keep_alive_timeout(30);
  server->set_read_timeout(10);  // how long each call may block; RequestSocket waits before it
  server->set_write_timeout(10);

  server->set_pre_routing_handler(
      [options](const httplib::Request& request, httplib::Response& response) {
        return admit(options, request, response);
      });
  // Also reached by what cpp-httplib refuses before it asks us.
  server->set_post_routing_handler(
      [options](const httplib::Request& request, httplib::Response& response) {
        RequestScope& scope = RequestScope::of(response);
        scope.begin(request, response, options.observer);
        add_security_headers(response);
        scope.answer(response);
        if (!goes_on(request, response)) {
          if (!response.has_header("Connection")) response.set_header("Connection", "close");
          RequestSocket::of_this_thread().close_after_answer();
        }
      });
  server->set_error_handler(
      [options](const httplib::Request& request, httplib::Response& response) {
        if (!response.body.empty()) return;  // a reply of ours
        const int status = response.status;
        reply_error_as(options, request, response, library_error(status));
        response.status = status;
      });
  // Nothing of ours throws; what a library throws must not end the process or show its text.
  server->set_exception_handler(
      [options](const httplib::Request& request, httplib::Response& response, std::exception_ptr) {
        reply_error_as(options, request, response,
                       {ErrorCode::internal, "The proxy failed on this request."});
      });
  return server;
}

}  // namespace magic
