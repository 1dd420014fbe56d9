#include "proxy/http/request_socket.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace magic {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{500};  // whether the server stops

int wait_for(socket_t socket, short what, milliseconds time) {
  pollfd asked{socket, what, 0};
  int found = 0;
  do {
    found = poll(&asked, 1, static_cast<int>(std::max<milliseconds::rep>(time.count(), 0)));
  } while (found < 0 && errno == EINTR);
  return found;
}

void read_address(int (*ask)(int, sockaddr*, socklen_t*), socket_t socket, std::string& ip,
                  int& port) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  auto* const given = reinterpret_cast<sockaddr*>(&address);
  if (ask(socket, given, &length) != 0) return;
  if (getnameinfo(given, length, host.data(), host.size(), service.data(), service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return;
  ip = host.data();
  port = std::atoi(service.data());
}

}  // namespace

bool wait_for_bytes(socket_t socket, int ms, const std::atomic<socket_t>& server) {
  const auto until = std::chrono::steady_clock::now() + milliseconds(ms);
  while (server != INVALID_SOCKET) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const int found = wait_for(socket, POLLIN, std::min(left, kLookEvery));
    if (found != 0) return found > 0;
  }
  return false;
}

bool is_open(socket_t socket) {
  char byte = 0;
  const ssize_t found = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return found > 0 || (found < 0 && (errno == EAGAIN || errno == EINTR));
}

RequestSocket::RequestSocket(socket_t socket, Limits limits, const std::atomic<socket_t>& server)
    : socket_(socket), limits_(limits), server_(server) {}

bool RequestSocket::wait_readable() const {
  const auto left = limits_.request_ms - duration();
  const int ms = static_cast<int>(std::min<time_t>(left, limits_.silence_ms));
  return wait_for_bytes(socket_, ms, server_);
}

bool RequestSocket::wait_writable() const {
  return wait_for(socket_, POLLOUT, milliseconds(limits_.silence_ms)) > 0 && is_open(socket_);
}

bool RequestSocket::is_peer_alive() const { return is_open(socket_); }

ssize_t RequestSocket::read(char* bytes, std::size_t size) {
  if (!is_readable()) {
    if (!wait_readable()) {
      error_ = httplib::Error::Timeout;
      return -1;
    }
    const ssize_t found = recv(socket_, received_.data(), received_.size(), 0);
    if (found <= 0) {
      error_ = found == 0 ? httplib::Error::ConnectionClosed : httplib::Error::Read;
      return found;
    }
    begin_ = 0;
    end_ = static_cast<std::size_t>(found);
  }
  const std::size_t taken = std::min(size, end_ - begin_);
  std::memcpy(bytes, received_.data() + begin_, taken);
  begin_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t RequestSocket::write(const char* bytes, std::size_t size) {
  if (!wait_writable()) return -1;
  return send(socket_, bytes, size, MSG_NOSIGNAL);
}

void RequestSocket::get_remote_ip_and_port(std::string& ip, int& port) const {
  read_address(getpeername, socket_, ip, port);
}

void RequestSocket::get_local_ip_and_port(std::string& ip, int& port) const {
  read_address(getsockname, socket_, ip, port);
}

time_t RequestSocket::duration() const {
  return static_cast<time_t>(
      std::chrono::duration_cast<milliseconds>(Clock::now() - began_).count());
}

}  // namespace magic
