// An answer for which the upstream may be asked more than once: the loop around exchange_answer.
// Thread rule: blocks; may be called from any thread.
#pragma once

#include <chrono>
#include <functional>

#include "proxy/providers/answer_exchange.h"
#include "proxy/providers/upstream_limits.h"

namespace magic {

// Calls `try_once` with the time that is left, until there is an answer, retry_policy.h gives up,
// the time of all tries together is over, or the turn is cancelled. The trace is the last try's,
// with the attempts of all of them.
AnswerEnd answer_with_retries(
    const UpstreamLimits& limits, CancelToken& cancel,
    const std::function<ExchangeEnd(std::chrono::milliseconds time_left)>& try_once);

// The time-outs of one try.
void set_timeouts(UpstreamRequest& request, const UpstreamLimits& limits,
                  std::chrono::milliseconds time_left);

}  // namespace magic
