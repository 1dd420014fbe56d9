// The log: one JSON object a line, {"ts","level","event",...}, on a file descriptor.
//
// What may stand in it is decided by whoever writes a field: no text of a message, no key or token,
// no query string, no header as it came. A session's id lets whoever knows it read the session, so
// it goes in as short_hash(id).
// Thread rule: every method may be called from any thread. A line is one write() of at most
// kMaxLogLineBytes, which a pipe takes whole: lines of several threads, and of several processes on
// one pipe, do not mix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "proxy/base/clock.h"

namespace magic {

enum class LogLevel { error, warn, info, debug };

std::string_view name_of(LogLevel level);
std::optional<LogLevel> log_level_from(std::string_view name);

inline constexpr std::size_t kMaxLogLineBytes = 4096;
inline constexpr std::size_t kMaxLogTextBytes = 256;  // of one value; longer ones are cut

struct LogField {
  std::string key;
  std::variant<std::string, std::int64_t, double, bool> value;
};

class Log {
 public:
  // Lines above `most` are not written. `fd` stays the caller's.
  Log(LogLevel most, int fd, const Clock& clock = system_clock());

  bool writes(LogLevel level) const { return level <= most_; }
  void write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) const;

 private:
  const LogLevel most_;
  const int fd_;
  const Clock& clock_;
};

// The line as written, line feed included. wall_ms: since 1970.
std::string log_line(std::int64_t wall_ms, LogLevel level, std::string_view event,
                     const std::vector<LogField>& fields);

// Tells ids apart without giving them away: 8 hex digits.
std::string short_hash(std::string_view id);

}  // namespace magic
