#include "proxy/providers/pause.h"

namespace magic {

Pause::Pause(CancelToken& cancel) : cancel_(cancel) {
  cancel_.set_hook([this] {
    const Lock lock(mutex_);
    is_cancelled_ = true;
    woken_.notify_all();
  });
}

Pause::~Pause() { cancel_.set_hook({}); }

void Pause::wait(std::chrono::milliseconds time) {
  Lock lock(mutex_);
  woken_.wait_for(lock.waits(), time, [this]() MAGIC_REQUIRES(mutex_) { return is_cancelled_; });
}

}  // namespace magic
