// A number of tokens as a provider states it. For codecs.
// Thread rule: a pure function.
#pragma once

#include <cstdint>
#include <optional>

#include "shared/json_fields.h"

namespace magic {

// nullopt also for one that cannot be: it would be added to budgets, prices and counters, which
// neither run backwards nor overflow.
inline std::optional<std::int64_t> token_count(JsonFields& fields, const char* key) {
  constexpr std::int64_t kMost = 1'000'000'000;
  const std::optional<std::int64_t> count = fields.integer(key);
  return count && *count >= 0 && *count <= kMost ? count : std::nullopt;
}

// One in an object inside this one.
inline std::optional<std::int64_t> token_count(JsonFields& fields, const char* part,
                                               const char* key) {
  const Json* object = fields.object(part);
  if (object == nullptr) return std::nullopt;
  JsonFields inner(*object);
  return token_count(inner, key);
}

}  // namespace magic
