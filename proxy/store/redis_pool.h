// Connections to Redis, lent to one thread at a time and used again.
//
// At most RedisOptions::max_connections exist; who finds none free waits until its deadline.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/deadline.h"
#include "proxy/store/redis_connection.h"
#include "proxy/store/redis_options.h"
#include "shared/result.h"

namespace magic {

class RedisPool {
 public:
  // A borrowed connection. It ends with its lease unless give_back() says that it is sound.
  class Lease {
   public:
    Lease(RedisPool& pool, std::unique_ptr<RedisConnection> connection, bool used_before);
    Lease(Lease&& other) = default;
    ~Lease();

    RedisConnection* operator->() const { return connection_.get(); }
    bool used_before() const { return used_before_; }
    void give_back();

   private:
    struct Return {
      void operator()(RedisPool* pool) const { pool->end_lease(); }
    };

    std::unique_ptr<RedisPool, Return> pool_;
    std::unique_ptr<RedisConnection> connection_;
    bool used_before_;
  };

  explicit RedisPool(const RedisOptions& options) : options_(options) {}

  // Errors: store_unavailable, with a sentence.
  Result<Lease> borrow(const Deadline& deadline);

  // Closes what nobody uses: when one connection broke, the others are most likely dead as well.
  void close_idle();

 private:
  void end_lease();

  const RedisOptions options_;
  Mutex mutex_;
  std::condition_variable ended_;
  std::vector<std::unique_ptr<RedisConnection>> idle_ MAGIC_GUARDED_BY(mutex_);
  int lent_ MAGIC_GUARDED_BY(mutex_) = 0;
};

}  // namespace magic
