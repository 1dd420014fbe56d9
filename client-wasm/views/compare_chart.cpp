#include "client-wasm/views/compare_chart.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client-wasm/model/compare_lanes.h"
#include "client-wasm/views/compare_mark.h"
#include "client-wasm/views/compare_words.h"
#include "client-wasm/views/text_layout.h"

namespace magic {
namespace {

constexpr float kTitle = 26.0f, kPlot = 132.0f, kAxis = 22.0f, kLegendRow = 22.0f;
constexpr float kMark = 9.0f, kRightRoom = 24.0f;
constexpr int kMostTicks = 10;

// The least of 1, 2, 5 times a power of ten that is not below it.
std::int64_t round_up(std::int64_t value) {
  for (std::int64_t unit = 1;; unit *= 10)
    for (const std::int64_t factor : {1, 2, 5})
      if (unit * factor >= value) return unit * factor;
}

struct Plot {
  ImVec2 min, max;
  int comparisons = 1;
  std::int64_t top = 1;

  ImVec2 at(double comparison, std::int64_t tokens) const {
    const double x = comparison / comparisons;
    const double y = static_cast<double>(tokens) / static_cast<double>(top);
    return {min.x + static_cast<float>(x) * (max.x - min.x),
            max.y - static_cast<float>(y) * (max.y - min.y)};
  }
};

bool differ_in_provider(const CompareModel& model) {
  return std::any_of(model.lanes.begin(), model.lanes.end(), [&](const CompareLane& lane) {
    return lane.request.provider != model.lanes.front().request.provider;
  });
}

// What differs between the lanes gives the colour: the provider, or else the memory.
ImU32 colour_of_lane(const CompareModel& model, const CompareLane& lane, const Look& look) {
  if (differ_in_provider(model)) return colour_of(look.colour, lane.request.provider);
  return strategy_of(lane.request) == MemoryStrategy::none ? look.colour.muted : look.colour.accent;
}

void draw_axes(const Plot& plot, float left, const Look& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const std::int64_t tokens : {std::int64_t{0}, plot.top / 2, plot.top}) {
    if (tokens == 0 && plot.top / 2 == 0) continue;
    const float y = std::round(plot.at(0, tokens).y);
    list->AddLine({plot.min.x, y}, {plot.max.x, y}, look.colour.border);
    const std::string label = words::count(tokens);
    draw_text(
        label,
        {plot.min.x - 8 - text_width(label, size::small - 1, look.fonts), y - size::small * 0.5f},
        size::small - 1, look.colour.muted, look);
  }
  const int step = (plot.comparisons + kMostTicks - 1) / kMostTicks;
  for (int comparison = step; comparison <= plot.comparisons; comparison += step) {
    const std::string label = std::to_string(comparison);
    const float x = plot.at(comparison, 0).x;
    draw_text(label, {x - text_width(label, size::small - 1, look.fonts) * 0.5f, plot.max.y + 5},
              size::small - 1, look.colour.muted, look);
  }
  draw_text(say(Word::chart_question), {left, plot.max.y + 5}, size::small - 1, look.colour.muted,
            look);
}

void draw_line(const Plot& plot, const CompareLane& lane, ImU32 colour) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImVec2 before = plot.at(lane.points.front().comparison - 1, 0);
  for (const LanePoint& point : lane.points) {
    const ImVec2 here = plot.at(point.comparison, point.input_tokens);
    list->AddLine(before, here, colour, 1.8f);
    before = here;
  }
  for (const LanePoint& point : lane.points)
    draw_lane_mark(lane.slot, plot.at(point.comparison, point.input_tokens), kMark, colour);
}

// The letters at the lines' ends, pushed apart where they would cover each other.
void draw_ends(const CompareModel& model, const Plot& plot, const Look& look) {
  struct End {
    float y;
    const CompareLane* lane;
  };
  std::vector<End> ends;
  for (const CompareLane& lane : model.lanes)
    if (!lane.points.empty() && lane.points.back().comparison == plot.comparisons)
      ends.push_back({plot.at(0, lane.points.back().input_tokens).y, &lane});
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.y > b.y; });
  float above = plot.max.y + 100;
  for (const End& end : ends) {
    const float y = std::min(end.y, above - size::small);
    above = y;
    draw_text(words::lane_letter(end.lane->slot), {plot.max.x + 10, y - size::small * 0.5f},
              size::small, colour_of_lane(model, *end.lane, look), look);
  }
}

std::string legend_of(const CompareLane& lane) {
  const auto asked = static_cast<std::int64_t>(lane.points.size());
  const std::string whose = words::lane_name(lane.slot) + ", " +
                            words::provider(lane.request.provider) + ", " +
                            words::memory(lane.request);
  return say(Plural::chart_legend, asked,
             {whose, words::tokens(lane.points.back().input_tokens), words::count(asked)});
}

int lines_of(const CompareModel& model) {
  return static_cast<int>(std::count_if(model.lanes.begin(), model.lanes.end(),
                                        [](const auto& lane) { return !lane.points.empty(); }));
}

}  // namespace

float compare_chart_height(const CompareModel& model) {
  const int lines = lines_of(model);
  if (lines == 0) return 0;
  return kTitle + kPlot + kAxis + 8 + static_cast<float>(lines) * kLegendRow;
}

void draw_compare_chart(const CompareModel& model, ImVec2 at, float width, const Look& look) {
  if (lines_of(model) == 0) return;
  Plot plot;
  plot.comparisons = std::max(1, model.comparisons);
  std::int64_t most = 1;
  for (const CompareLane& lane : model.lanes)
    if (!lane.points.empty()) most = std::max(most, lane.points.back().input_tokens);
  plot.top = round_up(most);
  const float labels = std::max(text_width(words::count(plot.top), size::small - 1, look.fonts),
                                text_width(say(Word::chart_question), size::small - 1, look.fonts));
  plot.min = {at.x + labels + 10, at.y + kTitle + 4};
  plot.max = {at.x + width - kRightRoom, at.y + kTitle + kPlot};

  draw_text(say(Word::chart_title), at, size::small, look.colour.muted, look);
  draw_axes(plot, at.x, look);
  for (const CompareLane& lane : model.lanes)
    if (!lane.points.empty()) draw_line(plot, lane, colour_of_lane(model, lane, look));
  draw_ends(model, plot, look);

  float y = plot.max.y + kAxis + 8;
  for (const CompareLane& lane : model.lanes) {
    if (lane.points.empty()) continue;
    draw_lane_mark(lane.slot, {at.x + kMark * 0.5f, y + size::small * 0.55f}, kMark + 1,
                   colour_of_lane(model, lane, look));
    draw_text(elided(legend_of(lane), width - kMark - 8, size::small, look.fonts),
              {at.x + kMark + 8, y}, size::small, look.colour.text, look);
    y += kLegendRow;
  }
}

}  // namespace magic
