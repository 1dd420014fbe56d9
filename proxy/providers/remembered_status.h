// A provider's status that costs a question over the network, see remembered.h.
// Thread rule: every method may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>

#include "proxy/providers/remembered.h"
#include "shared/provider_types.h"

namespace magic {

class RememberedStatus {
 public:
  static constexpr std::int64_t kFreshMs = 3000;
  static constexpr std::int64_t kUsableMs = 30000;

  explicit RememberedStatus(const Clock& clock) : status_(clock, kUsableMs) {}

  // `ask` runs without a lock held and must not throw.
  ProviderStatus get(const std::function<ProviderStatus()>& ask) {
    return status_.get([&] { return Remembered<ProviderStatus>::Answer{ask(), kFreshMs}; });
  }

 private:
  Remembered<ProviderStatus> status_;
};

}  // namespace magic
