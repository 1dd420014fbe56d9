// Whether a request that failed is sent once more, and after what wait.
//
// Close to what the provider's own clients do (2 retries on 408, 409, 429 and 5xx, 0.5 s doubled up
// to 8 s, up to a quarter off by chance), but a person waits here: an account without credit and a
// long Retry-After are reported at once.
// Thread rule: pure functions and plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <random>

namespace magic {

struct RetryOptions {
  int retries = 2;  // after the first try
  int base_ms = 500;
};

inline constexpr std::int64_t kMaxRetryWaitMs = 8000;
inline constexpr std::int64_t kMaxRetryAfterMs = 20000;  // an upstream that wants more is given up

// How a request failed.
struct FailedTry {
  enum class Kind {
    for_good,     // the same would happen again, or text has already reached the reader
    unreachable,  // the connection was refused
    broken,       // the connection broke before the head of the answer
    answered,     // the upstream said no, see status
  };

  Kind kind = Kind::for_good;
  int status = 0;               // HTTP, or what an error inside an answer comes to
  bool is_worth_trying = true;  // false: an error that says of itself that trying is no use
  bool is_told_not_to = false;  // x-should-retry: false
  std::optional<std::int64_t> retry_after_ms;
};

// The wait before the next try; nullopt: give up. `failures` counts the tries of this request that
// failed, this one included. `chance` is in [0, 1).
std::optional<std::int64_t> retry_wait_ms(const RetryOptions& options, int failures,
                                          const FailedTry& failed, double chance);

// Where `chance` comes from, so that many who failed together do not come back together.
class RetryJitter {
 public:
  explicit RetryJitter(std::uint32_t seed) : numbers_(seed) {}
  double next() { return std::uniform_real_distribution<double>(0.0, 1.0)(numbers_); }

 private:
  std::minstd_rand numbers_;
};

}  // namespace magic
