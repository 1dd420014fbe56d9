#include "proxy/providers/answer_attempts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "proxy/providers/pause.h"

namespace magic {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Turns that begin together differ in the last digits.
std::uint32_t seed() {
  return static_cast<std::uint32_t>(SteadyClock::now().time_since_epoch().count());
}

}  // namespace

AnswerEnd answer_with_retries(const UpstreamLimits& limits, CancelToken& cancel,
                              const std::function<ExchangeEnd(milliseconds)>& try_once) {
  const auto deadline = SteadyClock::now() + seconds(limits.total_timeout_seconds);
  const auto time_left = [&] {
    return std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
  };
  RetryJitter jitter(seed());
  std::vector<UpstreamAttempt> attempts;
  std::int64_t waited_ms = 0;
  for (int tries = 1;; ++tries) {
    ExchangeEnd result = try_once(std::max(time_left(), milliseconds(1)));
    AnswerEnd& answer = result.answer;
    if (!answer.trace.attempts.empty()) answer.trace.attempts.front().waited_ms = waited_ms;
    attempts.insert(attempts.end(), answer.trace.attempts.begin(), answer.trace.attempts.end());
    answer.trace.attempts = attempts;
    if (!answer.error) return std::move(answer);

    const std::optional<std::int64_t> wait =
        retry_wait_ms({limits.retries, limits.retry_base_ms}, tries, result.failed, jitter.next());
    if (!wait || milliseconds(*wait) >= time_left()) return std::move(answer);
    Pause(cancel).wait(milliseconds(*wait));
    if (const std::optional<Ending> why = cancel.why()) {
      answer.ending = *why;
      answer.error.reset();
      return std::move(answer);
    }
    waited_ms = *wait;
  }
}

void set_timeouts(UpstreamRequest& request, const UpstreamLimits& limits, milliseconds time_left) {
  request.connect_timeout = seconds(limits.connect_timeout_seconds);
  request.first_byte_timeout = seconds(limits.first_byte_timeout_seconds);
  request.silence_timeout = seconds(limits.silence_timeout_seconds);
  request.total_timeout = time_left;
}

}  // namespace magic
