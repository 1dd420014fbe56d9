// Stopping a turn that is under way, from another thread.
//
// One CancelToken per turn, shared by the connection that wants the answer, the watch that notices
// when it is gone, and the provider that must hang up.
// Thread rule: every method may be called from any thread.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "proxy/base/mutex.h"
#include "shared/names.h"
#include "shared/result.h"

namespace magic {

class CancelToken {
 public:
  // The first call wins; `why` is the ending that the answer is stored with: cancelled or
  // disconnected. Runs the registered hook on this thread.
  void cancel(Ending why) {
    const Lock lock(mutex_);
    if (why_) return;
    why_ = why;
    if (hook_) hook_();
  }

  // Like cancel(disconnected), but somebody is still there to be told `why`.
  void end_with(Error why) {
    {
      const Lock lock(mutex_);
      if (why_) return;
      error_ = std::move(why);
    }
    cancel(Ending::disconnected);
  }

  // What the client is to be told; absent: nothing, or it has gone.
  std::optional<Error> error() const {
    const Lock lock(mutex_);
    return error_;
  }

  bool cancelled() const {
    const Lock lock(mutex_);
    return why_.has_value();
  }

  std::optional<Ending> why() const {
    const Lock lock(mutex_);
    return why_;
  }

  // What wakes a blocked provider, e.g. closing its socket. It runs at most once, and at once when
  // the token is cancelled already. It must be quick and must not call the token. An empty function
  // takes the hook back; when this returns, the old hook is not running any more.
  void set_hook(std::function<void()> hook) {
    const Lock lock(mutex_);
    hook_ = std::move(hook);
    if (why_ && hook_) hook_();
  }

 private:
  mutable Mutex mutex_;
  std::optional<Ending> why_ MAGIC_GUARDED_BY(mutex_);
  std::optional<Error> error_ MAGIC_GUARDED_BY(mutex_);
  std::function<void()> hook_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace magic
