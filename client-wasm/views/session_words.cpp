#include "client-wasm/views/session_words.h"

#include <chrono>

#include "client-wasm/model/session_list.h"

namespace magic::words {
namespace {

constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};

using LocalTime = std::chrono::sys_time<std::chrono::milliseconds>;

LocalTime local(std::int64_t at_ms, std::int64_t utc_offset_ms) {
  return LocalTime(std::chrono::milliseconds(at_ms + utc_offset_ms));
}

std::chrono::year_month_day day_of(LocalTime time) {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time));
}

const char* month_of(const std::chrono::year_month_day& day) {
  return kMonths[static_cast<unsigned>(day.month()) - 1];
}

std::string two_digits(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

std::string day_group(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t days = days_ago(at_ms, now_ms, utc_offset_ms);
  if (days == 0) return "Today";
  if (days == 1) return "Yesterday";
  if (days < 7) return "Last 7 days";
  if (days < 30) return "Last 30 days";
  const auto day = day_of(local(at_ms, utc_offset_ms));
  return month_of(day) + (" " + std::to_string(static_cast<int>(day.year())));
}

std::string age(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t days = days_ago(at_ms, now_ms, utc_offset_ms);
  const LocalTime time = local(at_ms, utc_offset_ms);
  if (days == 0) {
    const std::int64_t minutes = (now_ms - at_ms) / 60'000;
    if (minutes < 1) return "now";
    if (minutes < 60) return std::to_string(minutes) + " min";
    return std::to_string(minutes / 60) + " h";
  }
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  if (days == 1) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - midnight).count();
    return std::to_string(minutes / 60) + ":" + two_digits(minutes % 60);
  }
  const auto day = day_of(time);
  return std::to_string(static_cast<unsigned>(day.day())) + " " +
         std::string(month_of(day)).substr(0, 3);
}

}  // namespace magic::words
