#include "proxy/http/patient_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include "proxy/http/task_queue.h"

namespace magic {
namespace {

// Closing a connection that has unread bytes resets it, and the client, which may have to send all
// before it reads, would lose the answer: what it is still sending is read, for so long and so much.
void close_gently(socket_t socket, const std::atomic<socket_t>& server) {
  constexpr int kLongestMs = 2000;
  constexpr int kSilenceMs = 500;
  constexpr std::size_t kMostBytes = 32 * 1024 * 1024;
  shutdown(socket, SHUT_WR);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kLongestMs);
  std::array<char, 16384> dropped;
  std::size_t bytes = 0;
  while (bytes < kMostBytes && std::chrono::steady_clock::now() < until) {
    if (!wait_for_bytes(socket, kSilenceMs, server)) break;
    const ssize_t found = recv(socket, dropped.data(), dropped.size(), MSG_DONTWAIT);
    if (found <= 0) break;
    bytes += static_cast<std::size_t>(found);
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
}

}  // namespace

PatientServer::PatientServer(std::size_t max_connections, RequestSocket::Limits limits)
    : limits_(limits) {
  new_task_queue = [this, max_connections] {
    return new ConnectionThreads(max_connections, [this] { return idle_.end_longest(); });
  };
}

bool PatientServer::wait_for_request(RequestSocket& client) {
  if (client.is_readable()) return true;
  const IdleConnections::Wait wait(idle_, client.socket());
  const int idle_ms = static_cast<int>(keep_alive_timeout_sec_) * 1000;
  return wait_for_bytes(client.socket(), idle_ms, svr_sock_) && !wait.is_over();
}

bool PatientServer::process_and_close_socket(socket_t socket) {
  if (ConnectionThreads::is_one_too_many()) {
    turned_away_.add(socket);
    return false;
  }
  RequestSocket client(socket, limits_, svr_sock_);
  std::string remote_ip, local_ip;
  int remote_port = 0, local_port = 0;
  client.get_remote_ip_and_port(remote_ip, remote_port);
  client.get_local_ip_and_port(local_ip, local_port);
  bool is_good = false;
  for (std::size_t left = keep_alive_max_count_; left > 0; --left) {
    if (!wait_for_request(client)) break;
    client.begin_request();
    bool is_closed = false;
    bool is_websocket = false;
    is_good = process_request(client, remote_ip, remote_port, local_ip, local_port, left == 1,
                              is_closed, nullptr, &is_websocket);
    // The library would go on after its 400 for half a request, with the rest of it.
    if (!is_good || is_closed || client.closes_after_answer() ||
        client.get_error() != httplib::Error::Success)
      break;
  }
  close_gently(socket, svr_sock_);
  return is_good;
}

}  // namespace magic
