#include "client-wasm/views/session_words.h"

#include <chrono>

#include "client-wasm/model/session_list.h"
#include "client-wasm/words/say.h"

namespace magic::words {
namespace {

constexpr Word kMonths[] = {Word::month_1, Word::month_2,  Word::month_3,  Word::month_4,
                            Word::month_5, Word::month_6,  Word::month_7,  Word::month_8,
                            Word::month_9, Word::month_10, Word::month_11, Word::month_12};
constexpr Word kMonthsInShort[] = {
    Word::short_month_1, Word::short_month_2,  Word::short_month_3,  Word::short_month_4,
    Word::short_month_5, Word::short_month_6,  Word::short_month_7,  Word::short_month_8,
    Word::short_month_9, Word::short_month_10, Word::short_month_11, Word::short_month_12};

using LocalTime = std::chrono::sys_time<std::chrono::milliseconds>;

LocalTime local(std::int64_t at_ms, std::int64_t utc_offset_ms) {
  return LocalTime(std::chrono::milliseconds(at_ms + utc_offset_ms));
}

std::chrono::year_month_day day_of(LocalTime time) {
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time));
}

const char* month_of(const std::chrono::year_month_day& day, const Word (&months)[12]) {
  return say(months[static_cast<unsigned>(day.month()) - 1]);
}

std::string two_digits(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

std::string day_group(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t days = days_ago(at_ms, now_ms, utc_offset_ms);
  if (days == 0) return say(Word::today);
  if (days == 1) return say(Word::yesterday);
  if (days < 7) return say(Word::last_7_days);
  if (days < 30) return say(Word::last_30_days);
  const auto day = day_of(local(at_ms, utc_offset_ms));
  return say(Word::month_and_year,
             {month_of(day, kMonths), std::to_string(static_cast<int>(day.year()))});
}

std::string age(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t days = days_ago(at_ms, now_ms, utc_offset_ms);
  const LocalTime time = local(at_ms, utc_offset_ms);
  if (days == 0) {
    const std::int64_t minutes = (now_ms - at_ms) / 60'000;
    if (minutes < 1) return say(Word::age_now);
    if (minutes < 60) return say(Word::age_minutes, {std::to_string(minutes)});
    return say(Word::age_hours, {std::to_string(minutes / 60)});
  }
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  if (days == 1) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - midnight).count();
    return std::to_string(minutes / 60) + ":" + two_digits(minutes % 60);
  }
  const auto day = day_of(time);
  return say(Word::age_date,
             {std::to_string(static_cast<unsigned>(day.day())), month_of(day, kMonthsInShort)});
}

}  // namespace magic::words
