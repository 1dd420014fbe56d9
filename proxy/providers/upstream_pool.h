// The idle connections to one origin, the last used first. Those idle for long are dropped: the
// peer or something in between has probably forgotten them. So are those on which something came.
// Thread rule: every method may be called from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/providers/upstream_connection.h"

namespace magic {

class UpstreamPool {
 public:
  explicit UpstreamPool(BaseUrl base);

  std::unique_ptr<UpstreamConnection> fresh() const;
  std::unique_ptr<UpstreamConnection> take_idle();  // nullptr: there is none
  void put_idle(std::unique_ptr<UpstreamConnection> connection);

 private:
  struct Idle {
    std::unique_ptr<UpstreamConnection> connection;
    std::chrono::steady_clock::time_point since;
  };

  const BaseUrl base_;
  Mutex mutex_;
  std::vector<Idle> idle_ MAGIC_GUARDED_BY(mutex_);  // longest idle first
};

}  // namespace magic
