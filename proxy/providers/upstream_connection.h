// One connection to an upstream: an httplib::Client, and a way to interrupt it.
//
// Client::stop() would wait for a lock that the client holds while it connects and shakes hands, so
// the interruption works on a second descriptor of the same socket, which nobody else can close.
// Thread rule: interrupt() may be called from any thread, everything else from one at a time.
#pragma once

#include <mutex>

#include <httplib.h>

#include "proxy/providers/base_url.h"

namespace magic {

class UpstreamConnection {
 public:
  explicit UpstreamConnection(const BaseUrl& base);
  ~UpstreamConnection();
  UpstreamConnection(const UpstreamConnection&) = delete;
  UpstreamConnection& operator=(const UpstreamConnection&) = delete;

  httplib::Client& client() { return client_; }

  // Makes whatever blocks on the socket fail at once, and every later connect too. For good.
  void interrupt();

 private:
  void watch(int socket);

  httplib::Client client_;
  std::mutex mutex_;
  int socket_ = -1;           // guarded by mutex_; our own duplicate, or -1
  bool interrupted_ = false;  // guarded by mutex_
};

}  // namespace magic
