#include "proxy/http/turn_limits.h"

#include <optional>
#include <utility>

#include "proxy/http/caller.h"
#include "proxy/http/ip_address.h"
#include "proxy/http/rate_limit_headers.h"
#include "proxy/http/request_scope.h"

namespace magic {
namespace {

class CountedTokens final : public TokenMeter {
 public:
  CountedTokens(RateLimits& counted, std::vector<std::string> callers)
      : counted_(counted), callers_(std::move(callers)) {}

  // The answer is there and is not taken back: what cannot be counted is not.
  void on_tokens(std::int64_t tokens) override {
    for (const std::string& caller : callers_)
      static_cast<void>(counted_.spend(caller, tokens).ok());
  }

 private:
  RateLimits& counted_;
  const std::vector<std::string> callers_;
};

}  // namespace

Result<std::shared_ptr<TokenMeter>> TurnLimits::admit(const httplib::Request& request,
                                                      httplib::Response& response,
                                                      std::size_t lanes) {
  std::shared_ptr<TokenMeter> meter;
  if (counted_ == nullptr) return meter;
  const std::vector<LimitedCaller> callers = callers_of(request, response);
  if (const Status taken = take(callers, response, static_cast<int>(lanes)); !taken)
    return taken.error();
  std::vector<std::string> counted;
  for (const LimitedCaller& each : callers)
    if (each.limit.tokens_per_day > 0) counted.push_back(each.caller);
  if (!counted.empty()) meter = std::make_shared<CountedTokens>(*counted_, std::move(counted));
  return meter;
}

Status TurnLimits::admit_session(const httplib::Request& request, httplib::Response& response) {
  if (counted_ == nullptr) return success();
  std::vector<LimitedCaller> callers = callers_of(request, response);
  for (LimitedCaller& each : callers) each.limit.tokens_per_day = 0;
  return take(std::move(callers), response, 1);
}

std::vector<LimitedCaller> TurnLimits::callers_of(const httplib::Request& request,
                                                  httplib::Response& response) const {
  const RequestScope& scope = RequestScope::of(response);
  std::vector<LimitedCaller> callers;
  if (!scope.token_name().empty()) {
    const OwnLimits& own = scope.token_limits();
    callers.push_back({"token:" + scope.token_name(),
                       {own.turns_per_minute.value_or(options_.each.turns_per_minute),
                        own.tokens_per_day.value_or(options_.each.tokens_per_day)}});
    return callers;
  }
  if (std::optional<std::string> owner = shown_owner(request))
    callers.push_back({*std::move(owner), options_.each});
  const std::optional<IpAddress> address = ip_address_from(scope.client_address());
  const RateLimit of_address{options_.each.turns_per_minute * options_.callers_per_address,
                             options_.each.tokens_per_day * options_.callers_per_address};
  callers.push_back(
      {"address:" + (address ? subscriber_of(*address) : std::string("unknown")), of_address});
  return callers;
}

Status TurnLimits::take(std::vector<LimitedCaller> callers, httplib::Response& response,
                        int turns) {
  std::erase_if(callers, [](const LimitedCaller& each) { return !each.limit.limits_anything(); });
  if (callers.empty()) return success();
  const Result<std::vector<Allowance>> taken = counted_->take(callers, turns);
  if (!taken) return taken.error();
  RateLimitHeaders told;
  std::optional<Error> refused;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    const Allowance& left = taken.value()[i];
    told.add(callers[i].limit, left);
    if (!refused && left.refused != Allowance::Refused::no)
      refused = limit_error(callers[i].limit, left);
  }
  for (const auto& [name, value] : told.headers()) response.set_header(name, value);
  if (refused) return *refused;
  return success();
}

}  // namespace magic
