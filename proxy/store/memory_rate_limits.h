// What callers have had, within this process: for tests.
#pragma once

#include <memory>

#include "proxy/base/clock.h"
#include "proxy/store/rate_limits.h"

namespace magic {

// `clock` must outlive it; days and minutes are those of its wall time.
std::unique_ptr<RateLimits> make_memory_rate_limits(const Clock& clock);

}  // namespace magic
