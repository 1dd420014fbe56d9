// How much each caller may have, as it is set.
// Thread rule: plain values.
#pragma once

#include "proxy/store/rate_limits.h"

namespace magic {

struct TurnLimitOptions {
  RateLimit each;               // of a token, or of a browser
  int callers_per_address = 1;  // an address may have so many times as much
};

}  // namespace magic
