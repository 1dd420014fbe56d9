#include "proxy/http/patient_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

namespace magic {
namespace {

// Closing a connection that has unread bytes resets it, and the client may lose the answer: what it
// is still sending is read, for so long and so much.
void close_gently(socket_t socket, const std::atomic<socket_t>& server) {
  constexpr int kLongestMs = 100;
  constexpr std::size_t kMostBytes = 1024 * 1024;
  shutdown(socket, SHUT_WR);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kLongestMs);
  std::array<char, 4096> dropped;
  std::size_t bytes = 0;
  while (bytes < kMostBytes && std::chrono::steady_clock::now() < until) {
    if (!wait_for_bytes(socket, kLongestMs, server)) break;
    const ssize_t found = recv(socket, dropped.data(), dropped.size(), MSG_DONTWAIT);
    if (found <= 0) break;
    bytes += static_cast<std::size_t>(found);
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
}

}  // namespace

bool PatientServer::process_and_close_socket(socket_t socket) {
  std::string remote_ip, local_ip;
  int remote_port = 0, local_port = 0;
  {
    const RequestSocket asked(socket, limits_, svr_sock_);
    asked.get_remote_ip_and_port(remote_ip, remote_port);
    asked.get_local_ip_and_port(local_ip, local_port);
  }
  const int idle_ms = static_cast<int>(keep_alive_timeout_sec_) * 1000;
  bool is_good = false;
  for (std::size_t left = keep_alive_max_count_; left > 0; --left) {
    if (!wait_for_bytes(socket, idle_ms, svr_sock_)) break;
    RequestSocket stream(socket, limits_, svr_sock_);
    bool is_closed = false;
    bool is_websocket = false;
    is_good = process_request(stream, remote_ip, remote_port, local_ip, local_port, left == 1,
                              is_closed, nullptr, &is_websocket);
    // The library would go on after its 400 for half a request, with the rest of it.
    if (!is_good || is_closed || stream.get_error() != httplib::Error::Success) break;
  }
  close_gently(socket, svr_sock_);
  return is_good;
}

}  // namespace magic
