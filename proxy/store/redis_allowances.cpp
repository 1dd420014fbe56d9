#include "proxy/store/redis_allowances.h"

#include <algorithm>
#include <limits>

namespace magic {
namespace {

std::optional<Allowance> allowance_from(const RedisReply& reply) {
  const std::vector<RedisReply>& numbers = reply.items;
  const bool are_numbers = std::all_of(numbers.begin(), numbers.end(), [](const RedisReply& each) {
    return each.kind == RedisReply::Kind::integer && each.integer >= 0;
  });
  if (numbers.size() != 6 || !are_numbers) return std::nullopt;
  if (numbers[0].integer > static_cast<int>(Allowance::Refused::tokens) ||
      numbers[2].integer > std::numeric_limits<int>::max())
    return std::nullopt;
  Allowance allowance;
  allowance.refused = static_cast<Allowance::Refused>(numbers[0].integer);
  allowance.wait_ms = numbers[1].integer;
  allowance.turns_left = static_cast<int>(numbers[2].integer);
  allowance.turns_whole_ms = numbers[3].integer;
  allowance.tokens_left = numbers[4].integer;
  allowance.day_ends_ms = numbers[5].integer;
  return allowance;
}

}  // namespace

std::optional<std::vector<Allowance>> allowances_from(const RedisReply& reply,
                                                      std::size_t callers) {
  if (reply.items.size() != callers) return std::nullopt;
  std::vector<Allowance> allowances;
  for (const RedisReply& each : reply.items) {
    const std::optional<Allowance> allowance = allowance_from(each);
    if (!allowance) return std::nullopt;
    allowances.push_back(*allowance);
  }
  return allowances;
}

}  // namespace magic
