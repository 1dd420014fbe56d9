// One connection to an upstream: an httplib::Client, and a way to interrupt it.
//
// Client::stop() would wait for a lock that the client holds while it connects and shakes hands, so
// the interruption works on a second descriptor of the same socket, which nobody else can close.
// Thread rule: interrupt() may be called from any thread, everything else from one at a time.
#pragma once

#include <httplib.h>

#include "proxy/base/mutex.h"
#include "proxy/providers/base_url.h"

namespace magic {

class UpstreamConnection {
 public:
  explicit UpstreamConnection(const BaseUrl& base);
  ~UpstreamConnection();
  UpstreamConnection(const UpstreamConnection&) = delete;
  UpstreamConnection& operator=(const UpstreamConnection&) = delete;

  httplib::Client& client() { return client_; }

  // Between two requests: nothing has come that nobody asked for. Where the peer has hung up, or has
  // said more than its last answer, the next answer would not be one to the next question.
  bool is_quiet();

  // Makes whatever blocks on the socket fail at once, and every later connect too. For good.
  void interrupt();

 private:
  void watch(int socket);

  httplib::Client client_;
  Mutex mutex_;
  int socket_ MAGIC_GUARDED_BY(mutex_) = -1;  // our own duplicate, or -1
  bool interrupted_ MAGIC_GUARDED_BY(mutex_) = false;
};

}  // namespace magic
