// Where the desktop's window stands, kept between runs as the setting "window". Pure.
//
// Units: points, from the upper left of the desktop.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace magic {

struct WindowPlace {
  int width = 1180;
  int height = 780;
  std::optional<int> x, y;  // both or neither; neither: in the middle of the screen
  bool maximized = false;   // the rest is what it returns to

  bool operator==(const WindowPlace&) const = default;
};

std::string text_of(const WindowPlace& place);

// nullopt: no place, or none that a window could have.
std::optional<WindowPlace> window_place_from(std::string_view text);

struct ScreenArea {
  int x = 0, y = 0, width = 0, height = 0;
};

// Whether enough of the window's upper edge is on the screen to take hold of it. Screens are
// unplugged, and a window that nobody can see cannot be moved back.
bool can_be_reached(const WindowPlace& place, const ScreenArea& screen);

}  // namespace magic
