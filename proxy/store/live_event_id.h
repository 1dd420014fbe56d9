// Ids of live events: those of Redis' stream entries, "1764158400000-0" (milliseconds, and a number
// among those of one millisecond).
// Thread rule: plain values, pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace magic {

struct LiveEventId {
  std::uint64_t ms = 0;
  std::uint64_t number = 0;

  auto operator<=>(const LiveEventId&) const = default;
};

std::string text_of(const LiveEventId& id);

// "5" means "5-0", as it does to Redis. nullopt: not an id.
std::optional<LiveEventId> live_event_id_from(std::string_view text);

// The greatest id below; of 0-0, itself.
LiveEventId id_before(const LiveEventId& id);

}  // namespace magic
