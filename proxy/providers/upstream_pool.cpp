#include "proxy/providers/upstream_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace magic {
namespace {

constexpr std::chrono::seconds kMaxIdle{30};
constexpr std::size_t kMaxIdleConnections = 64;

}  // namespace

UpstreamPool::UpstreamPool(BaseUrl base) : base_(std::move(base)) {}

std::unique_ptr<UpstreamConnection> UpstreamPool::fresh() const {
  return std::make_unique<UpstreamConnection>(base_);
}

std::unique_ptr<UpstreamConnection> UpstreamPool::take_idle() {
  std::vector<Idle> outdated;  // closed after the lock is released
  const Lock lock(mutex_);
  const auto oldest_good = std::chrono::steady_clock::now() - kMaxIdle;
  const auto first_good = std::find_if(idle_.begin(), idle_.end(),
                                       [&](const Idle& each) { return each.since >= oldest_good; });
  std::move(idle_.begin(), first_good, std::back_inserter(outdated));
  idle_.erase(idle_.begin(), first_good);
  while (!idle_.empty()) {
    std::unique_ptr<UpstreamConnection> connection = std::move(idle_.back().connection);
    idle_.pop_back();
    if (connection->is_quiet()) return connection;
    outdated.push_back({std::move(connection), {}});
  }
  return nullptr;
}

void UpstreamPool::put_idle(std::unique_ptr<UpstreamConnection> connection) {
  const Lock lock(mutex_);
  if (idle_.size() < kMaxIdleConnections)
    idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
}

}  // namespace magic
