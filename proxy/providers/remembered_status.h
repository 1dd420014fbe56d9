// A provider's status that costs a question over the network: asked at most every few seconds, and
// by one thread at a time; the others get the last known answer. Only before the first answer do
// they wait for it.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "proxy/base/clock.h"
#include "shared/chat_types.h"

namespace magic {

class RememberedStatus {
 public:
  static constexpr std::int64_t kFreshMs = 3000;
  // While somebody asks, the others are content with one that is not older than this.
  static constexpr std::int64_t kUsableMs = 30000;

  explicit RememberedStatus(const Clock& clock) : clock_(clock) {}

  // `ask` runs without a lock held and must not throw.
  ProviderStatus get(const std::function<ProviderStatus()>& ask);

 private:
  bool is_younger(std::int64_t than_ms) const {
    return last_ && clock_.monotonic_ms() - last_ms_ < than_ms;
  }

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<ProviderStatus> last_;  // guarded by mutex_
  std::int64_t last_ms_ = 0;            // guarded by mutex_
  bool is_asking_ = false;              // guarded by mutex_
};

}  // namespace magic
