#include "proxy/http/rate_limit_headers.h"

#include <algorithm>

namespace magic {
namespace {

constexpr std::int64_t kMinuteSeconds = 60;
constexpr std::int64_t kDaySeconds = 86'400;

std::int64_t seconds(std::int64_t ms) { return (ms + 999) / 1000; }

std::string number(std::int64_t value) { return std::to_string(value); }

std::string in_words(std::int64_t wait_s) {
  if (wait_s == 1) return "1 second";
  if (wait_s < 2 * 60) return number(wait_s) + " seconds";
  if (wait_s < 2 * 3600) return number((wait_s + 59) / 60) + " minutes";
  return number((wait_s + 3599) / 3600) + " hours";
}

}  // namespace

void RateLimitHeaders::put(std::optional<Quota>& quota, const Quota& other) {
  if (!quota || other.is_nearer_than(*quota)) quota = other;
}

void RateLimitHeaders::add(const RateLimit& limit, const Allowance& allowance) {
  if (limit.turns_per_minute > 0)
    put(turns_, {limit.turns_per_minute, allowance.turns_left, seconds(allowance.turns_whole_ms)});
  if (limit.tokens_per_day > 0)
    put(tokens_, {limit.tokens_per_day, allowance.tokens_left, seconds(allowance.day_ends_ms)});
}

std::vector<std::pair<std::string, std::string>> RateLimitHeaders::headers() const {
  std::string policies;
  std::string states;
  const auto name = [&](const char* what, const Quota& quota, std::int64_t window) {
    const std::string start = (policies.empty() ? "\"" : ", \"") + std::string(what) + "\"";
    policies += start + ";q=" + number(quota.most) + ";w=" + number(window);
    states += start + ";r=" + number(quota.left) + ";t=" + number(quota.resets_s);
  };
  if (turns_) name("turns", *turns_, kMinuteSeconds);
  if (tokens_) name("tokens", *tokens_, kDaySeconds);
  if (policies.empty()) return {};
  const bool tokens_are_nearer =
      tokens_ && (!turns_ || tokens_->left == 0 || tokens_->is_nearer_than(*turns_));
  const Quota& nearest = tokens_are_nearer ? *tokens_ : *turns_;
  return {{"RateLimit-Limit", number(nearest.most)},
          {"RateLimit-Remaining", number(nearest.left)},
          {"RateLimit-Reset", number(nearest.resets_s)},
          {"RateLimit-Policy", policies},
          {"RateLimit", states}};
}

Error limit_error(const RateLimit& limit, const Allowance& refused) {
  const std::int64_t wait_s = std::max<std::int64_t>(seconds(refused.wait_ms), 1);
  Error error;
  if (refused.refused == Allowance::Refused::tokens) {
    error.code = ErrorCode::quota_exceeded;
    error.message = "All " + number(limit.tokens_per_day) +
                    " tokens of today are used up. There are new ones at midnight UTC, in " +
                    in_words(wait_s) + ".";
  } else {
    error.code = ErrorCode::rate_limited;
    error.message = "More than " + number(limit.turns_per_minute) +
                    " turns a minute are not answered here. Try again in " + in_words(wait_s) + ".";
    error.retryable = true;
  }
  error.retry_after_seconds = static_cast<int>(wait_s);
  return error;
}

}  // namespace magic
