#include "proxy/observe/log.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "shared/json_fields.h"
#include "shared/turn_record.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::array kLevelNames{std::string_view("error"), std::string_view("warn"),
                                 std::string_view("info"), std::string_view("debug")};

// ISO 8601 in UTC with milliseconds, e.g. 2026-01-31T09:05:07.042Z.
std::string timestamp(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text;
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> fraction;
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(wall_ms % 1000));
  return std::string(text.data(), length) + fraction.data();
}

// JSON escapes the control characters below 0x20. Those from 0x7F to 0x9F may steer a terminal too.
std::string printable(std::string_view text) {
  const std::string repaired = utf8_repaired(text);
  std::string out;
  for (const char c : utf8_prefix(repaired, kMaxLogTextBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool after_c2 = !out.empty() && out.back() == '\xC2';
    if (byte == 0x7F) {
      out += '?';
    } else if (after_c2 && byte >= 0x80 && byte <= 0x9F) {
      out.back() = '?';
    } else {
      out += c;
    }
  }
  return out;
}

Json json_of(const LogField& field) {
  if (const auto* const text = std::get_if<std::string>(&field.value)) return printable(*text);
  if (const auto* const whole = std::get_if<std::int64_t>(&field.value)) return *whole;
  if (const auto* const number = std::get_if<double>(&field.value)) return *number;
  return *std::get_if<bool>(&field.value);
}

}  // namespace

std::string_view name_of(LogLevel level) { return kLevelNames[static_cast<std::size_t>(level)]; }

std::optional<LogLevel> log_level_from(std::string_view name) {
  for (const LogLevel level : {LogLevel::error, LogLevel::warn, LogLevel::info, LogLevel::debug})
    if (name_of(level) == name) return level;
  return std::nullopt;
}

std::string log_line(std::int64_t wall_ms, LogLevel level, std::string_view event,
                     const std::vector<LogField>& fields) {
  Json head = {{"ts", timestamp(wall_ms)}, {"level", name_of(level)}, {"event", printable(event)}};
  Json whole = head;
  for (const LogField& field : fields) whole[field.key] = json_of(field);
  std::string line = dump_json(whole) + "\n";
  if (line.size() <= kMaxLogLineBytes) return line;
  head["too_long"] = true;
  return dump_json(head) + "\n";
}

std::string short_hash(std::string_view id) { return text_hash(id).substr(0, 8); }

Log::Log(LogLevel most, int fd, const Clock& clock) : most_(most), fd_(fd), clock_(clock) {}

void Log::write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) const {
  if (!writes(level)) return;
  const std::string line = log_line(clock_.wall_ms(), level, event, fields);
  // A log that nobody takes is no reason to fail what it is about.
  [[maybe_unused]] const ssize_t written = ::write(fd_, line.data(), line.size());
}

}  // namespace magic
