// When a session was last used, in the words of a list. Local time; pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace magic::words {

// The heading under which it stands: "Today", "Yesterday", "Last 7 days", "Last 30 days",
// "October 2026".
std::string day_group(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms);
// Today: "now", "12 min", "3 h"; yesterday: "14:05"; before: "20 Nov".
std::string age(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms);

}  // namespace magic::words
