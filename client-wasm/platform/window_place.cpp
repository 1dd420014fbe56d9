#include "client-wasm/platform/window_place.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace magic {
namespace {

constexpr int kLeast = 200, kMost = 20000;
constexpr int kGripWidth = 100, kGripHeight = 20;

}  // namespace

std::string text_of(const WindowPlace& place) {
  std::string text = std::to_string(place.width) + " " + std::to_string(place.height);
  if (place.x && place.y) text += " " + std::to_string(*place.x) + " " + std::to_string(*place.y);
  if (place.maximized) text += " maximized";
  return text;
}

std::optional<WindowPlace> window_place_from(std::string_view text) {
  WindowPlace place;
  constexpr std::string_view kMaximized = " maximized";
  if (text.ends_with(kMaximized)) {
    place.maximized = true;
    text.remove_suffix(kMaximized.size());
  }
  std::array<int, 4> numbers{};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    if (count == numbers.size()) return std::nullopt;
    const auto [stop, problem] = std::from_chars(at, end, numbers[count++]);
    if (problem != std::errc{} || (stop != end && *stop != ' ')) return std::nullopt;
    at = stop == end ? end : stop + 1;
  }
  if (count != 2 && count != 4) return std::nullopt;
  for (const int length : {numbers[0], numbers[1]})
    if (length < kLeast || length > kMost) return std::nullopt;
  for (const int offset : {numbers[2], numbers[3]})
    if (offset < -kMost || offset > kMost) return std::nullopt;
  place.width = numbers[0];
  place.height = numbers[1];
  if (count == 4) {
    place.x = numbers[2];
    place.y = numbers[3];
  }
  return place;
}

bool can_be_reached(const WindowPlace& place, const ScreenArea& screen) {
  if (!place.x || !place.y) return true;
  const int left = std::max(*place.x, screen.x);
  const int right = std::min(*place.x + place.width, screen.x + screen.width);
  return right - left >= kGripWidth && *place.y >= screen.y &&
         *place.y + kGripHeight <= screen.y + screen.height;
}

}  // namespace magic
