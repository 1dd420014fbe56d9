// What rich_text_view.cpp, which lays out and draws, and rich_text_places.cpp, which says where a
// place of the text is, agree on.
#pragma once

#include <algorithm>
#include <vector>

#include "client-wasm/views/theme.h"

namespace magic {

inline constexpr float kCodePadding = 12.0f, kCodeHead = size::target, kCellPadding = 8.0f;

// The index of the one that begins at `y` or before; 0 above the first and for none at all.
inline std::size_t row_at(const std::vector<float>& tops, float y) {
  const auto after = std::upper_bound(tops.begin(), tops.end(), y);
  return after == tops.begin() ? 0 : static_cast<std::size_t>(after - tops.begin() - 1);
}

}  // namespace magic
