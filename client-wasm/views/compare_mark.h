// The shape that stands for a lane in its head, in the chart and in the legend.
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/views/theme.h"

namespace magic {

// A: disc, B: square, C: triangle, D: diamond; fits a square of `extent`.
void draw_lane_mark(int slot, ImVec2 at, float extent, ImU32 colour);

}  // namespace magic
