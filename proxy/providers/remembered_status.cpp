#include "proxy/providers/remembered_status.h"

namespace magic {

ProviderStatus RememberedStatus::get(const std::function<ProviderStatus()>& ask) {
  std::unique_lock lock(mutex_);
  if (is_asking_) {
    answered_.wait(lock, [this] { return is_younger(kUsableMs) || !is_asking_; });
    return *last_;
  }
  if (is_younger(kFreshMs)) return *last_;

  is_asking_ = true;
  lock.unlock();
  ProviderStatus status = ask();
  lock.lock();
  is_asking_ = false;
  last_ = status;
  last_ms_ = clock_.monotonic_ms();
  answered_.notify_all();
  return status;
}

}  // namespace magic
