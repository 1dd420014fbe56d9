// The product's mark as pixels, for the window: what assets/icons/memory-magic.svg shows. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace magic {

// Rows from the top, `size` x `size` pixels of 0xAARRGGBB.
std::vector<std::uint32_t> window_icon(int size);

}  // namespace magic
