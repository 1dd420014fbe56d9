#include "proxy/store/live_event_id.h"

#include <charconv>
#include <limits>

namespace magic {
namespace {

std::optional<std::uint64_t> number_from(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string text_of(const LiveEventId& id) {
  return std::to_string(id.ms) + "-" + std::to_string(id.number);
}

std::optional<LiveEventId> live_event_id_from(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::optional<std::uint64_t> ms = number_from(text.substr(0, dash));
  const std::optional<std::uint64_t> number =
      dash == std::string_view::npos ? 0 : number_from(text.substr(dash + 1));
  if (!ms || !number) return std::nullopt;
  return LiveEventId{*ms, *number};
}

LiveEventId id_before(const LiveEventId& id) {
  if (id.number > 0) return {id.ms, id.number - 1};
  if (id.ms > 0) return {id.ms - 1, std::numeric_limits<std::uint64_t>::max()};
  return id;
}

}  // namespace magic
