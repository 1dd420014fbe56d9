#include "proxy/http/idle_connections.h"

#include <sys/socket.h>

namespace magic {

IdleConnections::Wait::Wait(IdleConnections& idle, socket_t socket) : idle_(idle), socket_(socket) {
  const Lock lock(idle_.mutex_);
  place_ = idle_.waits_.insert(idle_.waits_.end(), this);
}

IdleConnections::Wait::~Wait() {
  const Lock lock(idle_.mutex_);
  if (!over_) idle_.waits_.erase(place_);
}

bool IdleConnections::Wait::is_over() const {
  const Lock lock(idle_.mutex_);
  return over_;
}

bool IdleConnections::end_longest() {
  const Lock lock(mutex_);
  if (waits_.empty()) return false;
  Wait& longest = *waits_.front();
  waits_.pop_front();
  longest.over_ = true;
  // Whoever waits for bytes finds their end. The socket is open: its thread closes it after the wait.
  shutdown(longest.socket_, SHUT_RD);
  return true;
}

}  // namespace magic
