#include "client-wasm/platform/window_place.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

TEST_CASE("a window's place is read back as it was written") {
  for (const WindowPlace& place :
       {WindowPlace{}, WindowPlace{900, 600, 10, -20, false}, WindowPlace{900, 600, 0, 0, true},
        WindowPlace{900, 600, std::nullopt, std::nullopt, true}})
    CHECK(window_place_from(text_of(place)) == place);
}

TEST_CASE("what no window could have is no place") {
  for (const char* text :
       {"", "900", "900 600 1", "900 600 1 2 3", "wide high", "900 600px", "0 600",
        "900 99999999999", "900 600 99999 0", "maximized", " maximized"})
    CHECK_FALSE(window_place_from(text));
}

TEST_CASE("a window that no screen shows cannot be reached") {
  const ScreenArea screen{0, 0, 1920, 1080};
  const auto at = [](int x, int y) { return WindowPlace{900, 600, x, y, false}; };
  CHECK(can_be_reached(WindowPlace{}, screen));
  CHECK(can_be_reached(at(0, 0), screen));
  CHECK(can_be_reached(at(-700, 900), screen));
  CHECK_FALSE(can_be_reached(at(-850, 0), screen));
  CHECK_FALSE(can_be_reached(at(1900, 0), screen));
  CHECK_FALSE(can_be_reached(at(0, -30), screen));
  CHECK_FALSE(can_be_reached(at(0, 1079), screen));
}
