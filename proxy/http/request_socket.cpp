#include "proxy/http/request_socket.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace magic {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{500};  // whether the server stops
constexpr std::string_view kEveryAnswer = "HTTP/1.1 ";

thread_local RequestSocket* of_this = nullptr;

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

RequestSocket::RequestSocket(socket_t socket, Limits limits, const std::atomic<socket_t>& server)
    : socket_(socket), limits_(limits), server_(server) {
  of_this = this;
}

RequestSocket::~RequestSocket() { of_this = nullptr; }

RequestSocket& RequestSocket::of_this_thread() { return *of_this; }

void RequestSocket::begin_request() { began_ = Clock::now(); }

RequestSocket::State RequestSocket::state() const {
  // Not by reading: what a client has sent beyond its request hides that it left.
  pollfd asked{socket_, POLLRDHUP, 0};
  if (poll(&asked, 1, 0) <= 0) return State::open;
  return (asked.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0 ? State::gone : State::half_closed;
}

bool RequestSocket::takes_more() const { return wait_for(socket_, POLLOUT, milliseconds(0)) > 0; }

void RequestSocket::send_ahead() {
  if (sent_ahead_ == kEveryAnswer.size()) return;
  if (send(socket_, &kEveryAnswer[sent_ahead_], 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1) ++sent_ahead_;
}

bool RequestSocket::wait_readable() const {
  const auto left = limits_.request_ms - duration();
  const int ms = static_cast<int>(std::min<time_t>(left, limits_.silence_ms));
  return wait_for_bytes(socket_, ms, server_);
}

bool RequestSocket::wait_writable() const {
  return wait_for(socket_, POLLOUT, milliseconds(limits_.silence_ms)) > 0 && is_peer_alive();
}

ssize_t RequestSocket::read(char* bytes, std::size_t size) {
  if (closes_) {
    error_ = httplib::Error::Canceled;
    return -1;
  }
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
  const std::size_t ahead = std::min(std::exchange(sent_ahead_, 0), size);
  if (ahead == size) return static_cast<ssize_t>(size);
  if (!wait_writable()) return -1;
  const ssize_t sent = send(socket_, bytes + ahead, size - ahead, MSG_NOSIGNAL);
  return sent < 0 ? sent : sent + static_cast<ssize_t>(ahead);
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
