#include "proxy/http/turned_away.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "shared/chat_json.h"

namespace magic {
namespace {

constexpr std::chrono::seconds kLongest{1};
constexpr std::chrono::milliseconds kLookEvery{20};
constexpr std::size_t kMostBytes = 64 * 1024;
constexpr std::size_t kMostClients = 500;
constexpr int kTryAgainSeconds = 2;

const std::string& answer() {
  static const std::string text = [] {
    const std::string body =
        to_json(ChatFailure{{ErrorCode::overloaded,
                             "Too many connections are open at the moment. Try again shortly.",
                             {},
                             true,
                             kTryAgainSeconds},
                            std::nullopt});
    return "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: " +
           std::to_string(kTryAgainSeconds) +
           "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
           "Content-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }();
  return text;
}

}  // namespace

TurnedAway::~TurnedAway() {
  {
    const Lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void TurnedAway::add(socket_t socket) {
  // Nothing was sent on it, so there is room; a client for which there is none has left.
  send(socket, answer().data(), answer().size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  shutdown(socket, SHUT_WR);
  {
    const Lock lock(mutex_);
    if (leaving_.size() >= kMostClients) {
      close(leaving_.front().socket);
      leaving_.erase(leaving_.begin());
    }
    leaving_.push_back({socket, std::chrono::steady_clock::now() + kLongest});
  }
  changed_.notify_all();
}

bool TurnedAway::has_left(Leaving& client) {
  std::array<char, 4096> bytes;
  ssize_t found = 0;
  while (client.dropped < kMostBytes &&
         (found = recv(client.socket, bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0)
    client.dropped += static_cast<std::size_t>(found);
  const bool is_there = found < 0 && (errno == EAGAIN || errno == EINTR);
  return !is_there || client.dropped >= kMostBytes ||
         std::chrono::steady_clock::now() >= client.until;
}

void TurnedAway::drain() {
  Lock lock(mutex_);
  while (!stopping_) {
    changed_.wait(lock.waits(),
                  [this]() MAGIC_REQUIRES(mutex_) { return stopping_ || !leaving_.empty(); });
    changed_.wait_for(lock.waits(), kLookEvery,
                      [this]() MAGIC_REQUIRES(mutex_) { return stopping_; });
    std::erase_if(leaving_, [](Leaving& client) {
      const bool left = has_left(client);
      if (left) close(client.socket);
      return left;
    });
  }
  for (const Leaving& client : leaving_) close(client.socket);
}

}  // namespace magic
