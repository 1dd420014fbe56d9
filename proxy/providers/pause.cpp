#include "proxy/providers/pause.h"

namespace magic {

Pause::Pause(CancelToken& cancel) : cancel_(cancel) {
  cancel_.set_hook([this] {
    const std::lock_guard lock(mutex_);
    is_cancelled_ = true;
    woken_.notify_all();
  });
}

Pause::~Pause() { cancel_.set_hook({}); }

void Pause::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [this] { return is_cancelled_; });
}

}  // namespace magic
