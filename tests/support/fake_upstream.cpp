#include "tests/support/fake_upstream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace magic::test {
namespace {

constexpr std::chrono::seconds kPatience{10};

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string head(int status, std::string_view content_type, std::string_view more_headers) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Scripted\r\nContent-Type: " + std::string(content_type) + "\r\n" +
         std::string(more_headers);
}

void parse_head(std::string_view text, FakeRequest& request) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  request.method = line.substr(0, line.find(' '));
  const std::string_view rest = line.substr(request.method.size() + 1);
  request.path = rest.substr(0, rest.find(' '));
  text.remove_prefix(line.size() + 2);
  while (!text.empty()) {
    const std::string_view header = text.substr(0, text.find("\r\n"));
    text.remove_prefix(std::min(text.size(), header.size() + 2));
    const std::size_t colon = header.find(": ");
    if (colon == std::string_view::npos) continue;
    std::string name(header.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[name] = header.substr(colon + 2);
  }
}

}  // namespace

std::string chunked_head(int status, std::string_view content_type, std::string_view more_headers) {
  return head(status, content_type, more_headers) + "Transfer-Encoding: chunked\r\n\r\n";
}

std::string chunk(std::string_view bytes) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return size + std::string(bytes) + "\r\n";
}

std::string whole_answer(int status, std::string_view content_type, std::string_view body,
                         std::string_view more_headers) {
  return head(status, content_type, more_headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

FakeReply streamed_answer(std::string_view content_type, std::string_view body,
                          std::size_t piece_bytes, std::chrono::milliseconds between) {
  FakeReply reply{send(chunked_head(200, content_type))};
  for (std::size_t i = 0; i < body.size(); i += piece_bytes) {
    reply.push_back(send(chunk(body.substr(i, piece_bytes))));
    if (between.count() > 0) reply.push_back(pause(between));
  }
  reply.push_back(send(last_chunk()));
  return reply;
}

FakeUpstream::FakeUpstream() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 128) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("FakeUpstream cannot listen");
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_connections(); });
}

FakeUpstream::~FakeUpstream() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    for (const int socket : open_sockets_) shutdown(socket, SHUT_RDWR);
    changed_.notify_all();
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  for (std::thread& connection : connections_) connection.join();
}

std::string FakeUpstream::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void FakeUpstream::on(const std::string& route, FakeReply reply) {
  const std::lock_guard lock(mutex_);
  routes_[route].push_back(std::move(reply));
}

void FakeUpstream::release() {
  const std::lock_guard lock(mutex_);
  is_released_ = true;
  changed_.notify_all();
}

std::vector<FakeRequest> FakeUpstream::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<FakeRequest> FakeUpstream::requests(const std::string& route) const {
  std::vector<FakeRequest> found;
  for (FakeRequest& request : requests())
    if (request.method + " " + request.path == route) found.push_back(std::move(request));
  return found;
}

bool FakeUpstream::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return requests_.size() >= count; });
}

bool FakeUpstream::wait_for_hang_ups(int count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return hang_ups_ >= count; });
}

void FakeUpstream::accept_connections() {
  for (int number = 1;; ++number) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    if (is_stopping_) {
      close(socket);
      return;
    }
    open_sockets_.push_back(socket);
    connections_.emplace_back([this, socket, number] { serve(socket, number); });
  }
}

void FakeUpstream::serve(int socket, int number) {
  std::string buffer;
  FakeRequest request;
  bool is_open = true;
  while (is_open && read_request(socket, number, buffer, request))
    for (const FakeStep& step : reply_for(request))
      if (is_open) is_open = play(socket, step);
  const std::lock_guard lock(mutex_);
  std::erase(open_sockets_, socket);
  close(socket);
}

bool FakeUpstream::read_request(int socket, int number, std::string& buffer, FakeRequest& request) {
  request = {};
  request.connection = number;
  std::size_t needed = 0;  // known once the head is there
  for (;;) {
    const std::size_t head_end = buffer.find("\r\n\r\n");
    if (needed == 0 && head_end != std::string::npos) {
      parse_head(std::string_view(buffer).substr(0, head_end), request);
      const auto length = request.headers.find("content-length");
      needed = head_end + 4;
      if (length != request.headers.end()) needed += std::stoul(length->second);
    }
    if (needed > 0 && buffer.size() >= needed) {
      request.bytes = buffer.substr(0, needed);
      request.body = request.bytes.substr(request.bytes.find("\r\n\r\n") + 4);
      buffer.erase(0, needed);
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      changed_.notify_all();
      return !is_stopping_;
    }
    char bytes[4096];
    const ssize_t count = recv(socket, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(count));
  }
}

FakeReply FakeUpstream::reply_for(const FakeRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto route = routes_.find(request.method + " " + request.path);
  if (route == routes_.end())
    return {send(whole_answer(404, "application/json", R"({"detail":"Not Found"})"))};
  std::vector<FakeReply>& replies = route->second;
  FakeReply reply = replies.front();
  if (replies.size() > 1) replies.erase(replies.begin());
  return reply;
}

bool FakeUpstream::play(int socket, const FakeStep& step) {
  switch (step.kind) {
    case FakeStep::Kind::send:
      if (send_all(socket, step.bytes)) return true;
      note_hang_up();
      return false;
    case FakeStep::Kind::pause: {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, step.time, [this] { return is_stopping_; });
      return !is_stopping_;
    }
    case FakeStep::Kind::hold:
      hold_until_released(socket);
      return true;
    case FakeStep::Kind::close:
      return false;
    case FakeStep::Kind::reset: {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      return false;
    }
  }
  return false;
}

// Looks for the end of the connection every few milliseconds: a hold waits for two things at once.
void FakeUpstream::hold_until_released(int socket) {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (is_released_ || is_stopping_) return;
    }
    pollfd watched{.fd = socket, .events = POLLIN | POLLRDHUP, .revents = 0};
    if (poll(&watched, 1, 10) <= 0) continue;
    char byte;
    if (recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0 && !(watched.revents & POLLRDHUP)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));  // a pipelined request: not yet
      continue;
    }
    note_hang_up();
    return;
  }
}

void FakeUpstream::note_hang_up() {
  const std::lock_guard lock(mutex_);
  ++hang_ups_;
  changed_.notify_all();
}

}  // namespace magic::test
