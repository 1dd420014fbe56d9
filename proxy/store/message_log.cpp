#include "proxy/store/message_log.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "shared/chat_json.h"

namespace magic {
namespace {

// Far above the 512 MiB that Redis allows a string.
constexpr std::size_t kIdDigits = 10;

}  // namespace

std::string message_id_at(std::uint64_t offset) {
  const std::string digits = std::to_string(offset);
  return "m" + std::string(kIdDigits - std::min(kIdDigits, digits.size()), '0') + digits;
}

std::optional<std::uint64_t> offset_of(std::string_view id) {
  if (id.size() != kIdDigits + 1 || id.front() != 'm') return std::nullopt;
  std::uint64_t offset = 0;
  const char* const end = id.data() + id.size();
  const auto [stopped, problem] = std::from_chars(id.data() + 1, end, offset);
  if (problem != std::errc() || stopped != end) return std::nullopt;
  return offset;
}

std::string log_line(Message message) {
  const Message unmarked;
  message.id.clear();
  message.pinned = unmarked.pinned;
  message.excluded = unmarked.excluded;
  message.current = unmarked.current;
  return to_json(message) + "\n";
}

LogLines read_log(std::string_view bytes, std::uint64_t offset, std::size_t limit) {
  LogLines lines;
  while (lines.messages.size() < limit) {
    const std::size_t end = bytes.find('\n', lines.bytes);
    if (end == std::string_view::npos) break;
    Result<Message> message = message_from_json(bytes.substr(lines.bytes, end - lines.bytes));
    if (message) {
      Message& found = message.value();
      found.id = message_id_at(offset + lines.bytes);
      if (found.role == Role::user && found.turn_id.empty()) found.turn_id = found.id;
      lines.messages.push_back(std::move(found));
    }
    lines.bytes = end + 1;
  }
  return lines;
}

}  // namespace magic
