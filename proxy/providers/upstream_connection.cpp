#include "proxy/providers/upstream_connection.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace magic {

UpstreamConnection::UpstreamConnection(const BaseUrl& base) : client_(base.origin()) {
  client_.set_keep_alive(true);
  client_.set_follow_location(false);
  client_.set_tcp_nodelay(true);
  client_.set_decompress(false);
  client_.set_path_encode(false);
  client_.set_socket_options([this](socket_t socket) { watch(socket); });
  client_.enable_server_certificate_verification(true);
}

UpstreamConnection::~UpstreamConnection() {
  if (socket_ >= 0) close(socket_);
}

// Called by the client for each socket it makes, before it connects.
void UpstreamConnection::watch(int socket) {
  const Lock lock(mutex_);
  if (socket_ >= 0) close(socket_);
  socket_ = fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (interrupted_ && socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

bool UpstreamConnection::is_quiet() {
  const Lock lock(mutex_);
  pollfd watched{.fd = socket_, .events = POLLIN, .revents = 0};
  return socket_ >= 0 && poll(&watched, 1, 0) == 0;
}

void UpstreamConnection::interrupt() {
  const Lock lock(mutex_);
  interrupted_ = true;
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

}  // namespace magic
