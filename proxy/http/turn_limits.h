// Which turns whoever asks may still have. A token has a limit of its own; without tokens each
// browser has one, known by its cookie, and each address, so that a new cookie gives nothing.
//
// What counts: each lane of a turn, by whichever door it came in, when it is asked for; and what
// makes a session, as one turn. Tokens, in and out, when a lane has ended.
// Headers: RateLimit-Limit, -Remaining and -Reset (draft-ietf-httpapi-ratelimit-headers-03), which
// clients know, name the limit that is nearer to its end; RateLimit-Policy and RateLimit (the
// draft's present form, -10) name both.
// Thread rule: every method may be called from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <httplib.h>

#include "proxy/http/turn_limit_options.h"
#include "proxy/providers/token_meter.h"
#include "proxy/store/rate_limits.h"
#include "shared/result.h"

namespace magic {

class TurnLimits {
 public:
  // `counted` outlives this and every meter that it gives; null: nobody is limited.
  TurnLimits(RateLimits* counted, TurnLimitOptions options)
      : counted_(counted), options_(options) {}

  // Before anything is stored or asked: takes the lanes' turns, and writes what is left into the
  // answer's headers. The meter is for the tokens of the turn; null: they are not counted.
  // Errors: rate_limited, quota_exceeded, with the time to wait; store_unavailable.
  Result<std::shared_ptr<TokenMeter>> admit(const httplib::Request& request,
                                            httplib::Response& response, std::size_t lanes);
  // For what asks no model, and so needs no tokens.
  Status admit_session(const httplib::Request& request, httplib::Response& response);

 private:
  std::vector<LimitedCaller> callers_of(const httplib::Request& request,
                                        httplib::Response& response) const;
  Status take(std::vector<LimitedCaller> callers, httplib::Response& response, int turns);

  RateLimits* const counted_;
  const TurnLimitOptions options_;
};

}  // namespace magic
