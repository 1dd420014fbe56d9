#include "proxy/http/listener.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "proxy/http/replies.h"
#include "proxy/http/task_queue.h"

namespace magic {
namespace {

RequestHead head_of(const httplib::Request& request) {
  RequestHead head;
  head.method = request.method;
  head.host = request.get_header_value("Host");
  head.origin = request.get_header_value("Origin");
  head.content_type = request.get_header_value("Content-Type");
  head.content_encoding = request.get_header_value("Content-Encoding");
  const std::size_t encodings = request.get_header_value_count("Transfer-Encoding");
  for (std::size_t i = 0; i < encodings; ++i)
    head.transfer_encodings.push_back(request.get_header_value("Transfer-Encoding", "", i));
  head.has_body = encodings > 0 || request.get_header_value_u64("Content-Length") > 0;
  head.has_range = request.has_header("Range");
  return head;
}

// What cpp-httplib itself refuses arrives here without a body.
Error library_error(int status) {
  switch (status) {
    case 400:
      return {ErrorCode::bad_json, "The request is not well-formed HTTP."};
    case 404:
      return {ErrorCode::not_found, "There is nothing at this path, or not for this method."};
    case 413:
      return {ErrorCode::payload_too_large, "The request body is too large."};
    case 414:
      return {ErrorCode::bad_json, "The path is too long."};
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

}  // namespace

std::unique_ptr<httplib::Server> make_listener(const RequestGuard& guard,
                                               const ListenerLimits& limits) {
  auto server = std::make_unique<httplib::Server>();
  server->new_task_queue = [most = limits.max_connections] { return new ConnectionThreads(most); };
  server->set_socket_options(set_socket_options);
  server->set_tcp_nodelay(true);  // off by default: 40 ms stalls at the end of chunked answers
  server->set_payload_max_length(limits.max_body_bytes);
  server->set_keep_alive_max_count(100'000);
  server->set_keep_alive_timeout(30);
  server->set_read_timeout(10);   // between two reads of one request
  server->set_write_timeout(10);  // a client that takes nothing for so long is gone

  server->set_pre_routing_handler(
      [&guard](const httplib::Request& request, httplib::Response& response) {
        using Handled = httplib::Server::HandlerResponse;
        const RequestHead head = head_of(request);
        if (const std::optional<Error> refused = guard.refuse(head)) {
          reply_error(response, {*refused, std::nullopt});
          response.set_header("Connection", "close");
          return Handled::Handled;
        }
        response.set_header("X-Content-Type-Options", "nosniff");
        response.set_header("Referrer-Policy", "no-referrer");
        if (!head.origin.empty()) {
          // Allowed, else the guard had refused it. The value is on our own list, not an echo of
          // bytes that nobody checked.
          response.set_header("Access-Control-Allow-Origin", head.origin);
          response.set_header("Vary", "Origin");
        }
        if (request.method == "OPTIONS") {
          response.set_header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
          response.set_header("Access-Control-Allow-Headers", "Content-Type, Accept");
          response.set_header("Access-Control-Max-Age", "600");
          response.status = 204;
          return Handled::Handled;
        }
        return Handled::Unhandled;
      });
  server->set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.body.empty()) return;  // a reply of ours
    const int status = response.status;
    reply_error(response, {library_error(status), std::nullopt});
    response.status = status;
  });
  // Nothing of ours throws; what a library throws must not end the process or show its text.
  server->set_exception_handler(
      [](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
        reply_error(response,
                    {{ErrorCode::internal, "The proxy failed on this request."}, std::nullopt});
      });
  return server;
}

}  // namespace magic
