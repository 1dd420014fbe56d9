// A small chart: how many input tokens each lane has cost so far, comparison by comparison. A line
// has its lane's shape at every point and its letter at its end, so that colour is not needed.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/compare.h"
#include "client-wasm/views/theme.h"

namespace magic {

float compare_chart_height(const CompareModel& model);  // 0: there is nothing to show
void draw_compare_chart(const CompareModel& model, ImVec2 at, float width, const Look& look);

}  // namespace magic
