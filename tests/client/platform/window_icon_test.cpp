#include "client-wasm/platform/window_icon.h"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>

using namespace magic;

TEST_CASE("the icon shows the mark: two bars and a dot on a tile with round corners") {
  constexpr int kSize = 64;
  const std::vector<std::uint32_t> pixels = window_icon(kSize);
  REQUIRE(pixels.size() == std::size_t{kSize} * kSize);
  const auto at = [&](int x, int y) { return pixels[static_cast<std::size_t>(y * kSize + x)]; };
  CHECK(at(0, 0) >> 24 == 0);       // outside the tile
  CHECK(at(32, 4) == 0xFF0B7A75);   // the tile
  CHECK(at(32, 23) == 0xFFFFFFFF);  // the long bar
  CHECK(at(20, 41) == 0xFFFFFFFF);  // the short bar
  CHECK(at(35, 41) == 0xFF0B7A75);  // beside it
  CHECK(at(44, 41) == 0xFFFFFFFF);  // the dot
}
