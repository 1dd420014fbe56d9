// The connections whose clients have nothing asked: when there are too many connections, the one that
// has been idle longest is closed and makes room for a new one, so that whoever opens thousands and
// says nothing keeps nobody out.
//
// A client may send its next request in that very moment and lose it, as with every server that
// closes idle connections (RFC 9112, 9.3.1): clients send such a request again.
// Thread rule: every method may be called from any thread.
#pragma once

#include <list>

#include <httplib.h>

#include "proxy/base/mutex.h"

namespace magic {

class IdleConnections {
 public:
  // While this exists, the connection is idle. One thread's.
  class Wait {
   public:
    Wait(IdleConnections& idle, socket_t socket);
    ~Wait();
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

    // It was chosen: it has to be closed, whatever has come meanwhile.
    bool is_over() const;

   private:
    friend class IdleConnections;

    IdleConnections& idle_;
    const socket_t socket_;
    bool over_ = false;  // guarded by the mutex of idle_
    std::list<Wait*>::iterator place_;
  };

  // Chooses the one that has been idle longest and wakes its thread. False: none is idle.
  bool end_longest();

 private:
  mutable Mutex mutex_;
  std::list<Wait*> waits_ MAGIC_GUARDED_BY(mutex_);  // those not chosen, the longest first
};

}  // namespace magic
