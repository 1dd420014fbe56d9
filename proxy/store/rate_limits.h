// How much each caller has had: turns by the minute, tokens by the day, counted across all proxies
// on one store.
//
// Turns are measured by the generic cell rate algorithm (GCRA): one number a caller, no window at
// whose edge twice as much passes. A caller who was quiet for a minute may take a whole minute's
// turns at once; then one comes back every 60 s / turns. Tokens are counted by the day in UTC,
// because nobody knows before a turn how many it takes: it may begin while any are left.
// Kinds: Redis, memory (tests). One contract test runs on both.
// Thread rule: every method may be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/result.h"

namespace magic {

// 0: as much as they like.
struct RateLimit {
  int turns_per_minute = 0;
  std::int64_t tokens_per_day = 0;

  bool limits_anything() const { return turns_per_minute > 0 || tokens_per_day > 0; }
  bool operator==(const RateLimit&) const = default;
};

// Whom a turn counts for, e.g. "token:alice", and what that one may have.
struct LimitedCaller {
  std::string caller;
  RateLimit limit;
};

// What a caller has left. Of what is not limited the numbers are 0 and mean nothing.
struct Allowance {
  enum class Refused { no, turns, tokens };

  Refused refused = Refused::no;
  std::int64_t wait_ms = 0;         // when refused: until the same may be taken
  int turns_left = 0;               // that may be taken at once
  std::int64_t turns_whole_ms = 0;  // until all of them may be
  std::int64_t tokens_left = 0;
  std::int64_t day_ends_ms = 0;  // until the tokens of the next day
};

class RateLimits {
 public:
  virtual ~RateLimits() = default;

  // Takes `turns` turns, one at least, of each of the callers, or, if one of them may not have
  // them, of none. More than the minute's turns count as all of them, so that they can be had at
  // all. One allowance for each caller, in order.
  // Errors: store_unavailable; they may have been taken then.
  virtual Result<std::vector<Allowance>> take(const std::vector<LimitedCaller>& callers,
                                              int turns) = 0;

  // Counts tokens that a turn has used. Errors: store_unavailable; whether they count is not known.
  virtual Status spend(const std::string& caller, std::int64_t tokens) = 0;
};

}  // namespace magic
