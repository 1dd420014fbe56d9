#include "proxy/store/redis_pool.h"

#include <utility>

#include "proxy/store/redis_errors.h"
#include "proxy/store/redis_sentinel.h"

namespace magic {

RedisPool::Lease::Lease(RedisPool& pool, std::unique_ptr<RedisConnection> connection,
                        bool used_before)
    : pool_(&pool), connection_(std::move(connection)), used_before_(used_before) {}

RedisPool::Lease::~Lease() = default;

void RedisPool::Lease::give_back() {
  const Lock lock(pool_->mutex_);
  pool_->idle_.push_back(std::move(connection_));
}

Result<RedisPool::Lease> RedisPool::borrow(const Deadline& deadline) {
  {
    Lock lock(mutex_);
    const auto one_is_free = [this]() MAGIC_REQUIRES(mutex_) {
      return lent_ < options_.max_connections;
    };
    if (!ended_.wait_until(lock.waits(), deadline.at(), one_is_free)) return redis_busy(options_);
    ++lent_;
    while (!idle_.empty()) {
      // The one used last: it is the least likely to have been closed for being idle.
      std::unique_ptr<RedisConnection> connection = std::move(idle_.back());
      idle_.pop_back();
      if (!connection->is_stale()) return Lease(*this, std::move(connection), true);
    }
  }
  Result<std::unique_ptr<RedisConnection>> opened = open_redis(options_, deadline);
  if (!opened) {
    end_lease();
    return opened.error();
  }
  return Lease(*this, std::move(opened).value(), false);
}

void RedisPool::close_idle() {
  std::vector<std::unique_ptr<RedisConnection>> closed;
  const Lock lock(mutex_);
  closed.swap(idle_);
}

void RedisPool::end_lease() {
  {
    const Lock lock(mutex_);
    --lent_;
  }
  ended_.notify_one();
}

}  // namespace magic
