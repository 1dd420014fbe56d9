#include "proxy/providers/retry_policy.h"

#include <algorithm>
#include <array>

namespace magic {
namespace {

bool passes_by_itself(int status) {
  constexpr std::array<int, 8> kStatuses{408, 409, 429, 500, 502, 503, 504, 529};
  return std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
}

std::int64_t doubled_wait_ms(const RetryOptions& options, int failures, double chance) {
  std::int64_t wait = options.base_ms;
  for (int i = 1; i < failures && wait < kMaxRetryWaitMs; ++i) wait *= 2;
  constexpr double kLargestCut = 0.25;
  return static_cast<std::int64_t>(static_cast<double>(std::min(wait, kMaxRetryWaitMs)) *
                                   (1.0 - kLargestCut * chance));
}

}  // namespace

std::optional<std::int64_t> retry_wait_ms(const RetryOptions& options, int failures,
                                          const FailedTry& failed, double chance) {
  if (failures > options.retries || !failed.is_worth_trying || failed.is_told_not_to)
    return std::nullopt;
  switch (failed.kind) {
    case FailedTry::Kind::for_good:
      return std::nullopt;
    case FailedTry::Kind::unreachable:
      // A server that is being started again may be there in a moment; otherwise a person should be
      // told soon what to start.
      if (failures > 1) return std::nullopt;
      return options.base_ms / 2;
    case FailedTry::Kind::broken:
      return doubled_wait_ms(options, failures, chance);
    case FailedTry::Kind::answered:
      break;
  }
  if (!passes_by_itself(failed.status)) return std::nullopt;
  if (!failed.retry_after_ms) return doubled_wait_ms(options, failures, chance);
  if (*failed.retry_after_ms > kMaxRetryAfterMs) return std::nullopt;
  return failed.retry_after_ms;
}

}  // namespace magic
