// What a limited answer says of the limits: header values and, where it was refused, the error.
// Thread rule: plain values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proxy/store/rate_limits.h"
#include "shared/result.h"

namespace magic {

class RateLimitHeaders {
 public:
  // What one of those has left whom the request counts for. Of several, the one who is nearer to
  // the end of a limit stands for it.
  void add(const RateLimit& limit, const Allowance& allowance);

  // Names and values. Empty: nothing is limited.
  std::vector<std::pair<std::string, std::string>> headers() const;

 private:
  struct Quota {
    std::int64_t most = 0;
    std::int64_t left = 0;
    std::int64_t resets_s = 0;

    // Products of the largest limits would not fit into 64 bits.
    double share() const { return static_cast<double>(left) / static_cast<double>(most); }
    bool is_nearer_than(const Quota& other) const { return share() < other.share(); }
  };
  static void put(std::optional<Quota>& quota, const Quota& other);

  std::optional<Quota> turns_;
  std::optional<Quota> tokens_;
};

// rate_limited or quota_exceeded, with a sentence and the time to wait.
Error limit_error(const RateLimit& limit, const Allowance& refused);

}  // namespace magic
