#include "client-wasm/platform/window_icon.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace magic {
namespace {

constexpr float kDrawnSize = 32.0f;  // of the numbers below, as in the SVG
constexpr float kGround[] = {11, 122, 117};

struct RoundBox {
  float x, y, width, height, radius;
};
constexpr RoundBox kTile{0, 0, 32, 32, 8};
constexpr RoundBox kMarks[] = {
    {7, 8.5f, 18, 6, 3}, {7, 17.5f, 9, 6, 3}, {19, 17.5f, 6, 6, 3}};  // the last one is the dot

// How much of a pixel of the width `pixel` around (x, y) is inside, from its distance to the edge.
float coverage(const RoundBox& box, float x, float y, float pixel) {
  const float dx = std::abs(x - box.x - box.width / 2) - (box.width / 2 - box.radius);
  const float dy = std::abs(y - box.y - box.height / 2) - (box.height / 2 - box.radius);
  const float distance = std::hypot(std::max(dx, 0.0f), std::max(dy, 0.0f)) +
                         std::min(std::max(dx, dy), 0.0f) - box.radius;
  return std::clamp(0.5f - distance / pixel, 0.0f, 1.0f);
}

}  // namespace

std::vector<std::uint32_t> window_icon(int size) {
  std::vector<std::uint32_t> pixels;
  pixels.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  const float pixel = kDrawnSize / static_cast<float>(size);
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const float x = (static_cast<float>(column) + 0.5f) * pixel;
      const float y = (static_cast<float>(row) + 0.5f) * pixel;
      float white = 0;
      for (const RoundBox& mark : kMarks) white = std::max(white, coverage(mark, x, y, pixel));
      std::uint32_t argb =
          static_cast<std::uint32_t>(std::lround(coverage(kTile, x, y, pixel) * 255));
      for (const float ground : kGround)
        argb = argb << 8 | static_cast<std::uint32_t>(std::lround(ground + (255 - ground) * white));
      pixels.push_back(argb);
    }
  }
  return pixels;
}

}  // namespace magic
