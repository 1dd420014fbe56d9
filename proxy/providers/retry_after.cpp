// The time half of error_mapping.h: Retry-After as in RFC 9110, 10.2.3, and OpenAI's
// retry-after-ms.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <iomanip>
#include <locale>
#include <optional>
#include <sstream>

#include "proxy/providers/error_mapping.h"

namespace magic {
namespace {

// More than a day is as good as never.
constexpr std::int64_t kMaxSeconds = 24 * 60 * 60;

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range && !text.starts_with('-')) return kMaxSeconds * 1000;
  if (error != std::errc() || number < 0) return std::nullopt;
  // "1.5" is not of the standard, but was seen.
  if (end != text.data() + text.size())
    return *end == '.' ? std::optional(std::min(number, kMaxSeconds) + 1) : std::nullopt;
  return number;
}

// "Tue, 24 Nov 2026 08:49:37 GMT"
std::optional<std::int64_t> wall_ms_from(std::string_view date) {
  std::istringstream in{std::string(date)};
  in.imbue(std::locale::classic());
  std::tm time{};
  in >> std::get_time(&time, "%a, %d %b %Y %H:%M:%S");
  if (in.fail()) return std::nullopt;
  return std::int64_t{timegm(&time)} * 1000;
}

}  // namespace

std::int64_t retry_after_ms(std::string_view seconds_or_date, std::string_view milliseconds,
                            std::int64_t now_wall_ms) {
  if (const auto ms = number_from(milliseconds)) return std::min(*ms, kMaxSeconds * 1000);
  if (const auto seconds = number_from(seconds_or_date))
    return std::min(*seconds, kMaxSeconds) * 1000;
  if (const auto date = wall_ms_from(seconds_or_date))
    return std::clamp<std::int64_t>(*date - now_wall_ms, 0, kMaxSeconds * 1000);
  return 0;
}

int retry_after_seconds(std::string_view seconds_or_date, std::string_view milliseconds,
                        std::int64_t now_wall_ms) {
  return static_cast<int>((retry_after_ms(seconds_or_date, milliseconds, now_wall_ms) + 999) /
                          1000);
}

}  // namespace magic
