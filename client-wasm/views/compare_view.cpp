#include "client-wasm/views/compare_view.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "client-wasm/model/compare_lanes.h"
#include "client-wasm/views/compare_chart.h"
#include "client-wasm/views/compare_words.h"
#include "client-wasm/views/notice_view.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kSide = 20.0f, kNarrowSide = 12.0f, kGap = 12.0f;
constexpr float kLeastLane = 200.0f, kPairedLane = 320.0f, kTouch = 40.0f;
constexpr float kBubbleX = 16.0f, kBubbleY = 10.0f, kBubbleShare = 0.82f;
constexpr ComparePreset kPresets[] = {ComparePreset::off_on, ComparePreset::strategies,
                                      ComparePreset::providers};

float draw_paragraph(const char* text, ImVec2 at, float width, float font_size, ImU32 colour,
                     const Look& look) {
  TextFormat format;
  format.font_size = font_size;
  const TextLayout layout = lay_out(text, width, format, look.fonts);
  magic::draw(layout, at, colour, look);
  tell_words(text, at, {at.x + width, at.y + layout.height});
  return layout.height;
}

// As many beside each other as have room; four rather as two and two than as three and one.
std::size_t columns_of(std::size_t lanes, float width) {
  const auto room = static_cast<std::size_t>((width + kGap) / (kLeastLane + kGap));
  const std::size_t columns = std::clamp<std::size_t>(room, 1, std::max<std::size_t>(lanes, 1));
  return lanes == 4 && columns == 3 ? 2 : columns;
}

}  // namespace

void CompareView::draw(const CompareModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
                       const Look& look, Actions& actions) {
  const ToldPart part(UiRole::region, say(Word::comparison));
  // Opened again: what is typed is the question.
  if (ImGui::GetFrameCount() > last_frame_ + 1) field_.take_focus();
  last_frame_ = ImGui::GetFrameCount();
  const std::size_t before = actions.size();

  const float side = max.x - min.x < size::narrow ? kNarrowSide : kSide;
  const float left = min.x + side, width = max.x - min.x - 2 * side;
  if (width < 40) return;
  const words::Notice notice = words::compare_notice(model, chat);
  const float strip = notice_height(notice, width, look);
  TextFormat format;
  format.font_size = size::small;
  const TextLayout line = lay_out(words::compare_line(model, chat), width, format, look.fonts);
  const float line_y = max.y - kGap - line.height;
  const float field_y = line_y - 8 - CompareField::kHeight;
  const float strip_y = field_y - (strip > 0 ? strip + kGap : 0);

  draw_page(model, chat, min, {max.x, strip_y - 8}, side, look, actions);
  draw_notice(notice, {left, strip_y}, width, look, actions);
  field_.draw(model, chat, {left, field_y}, width, look, actions);
  magic::draw(line, {left, line_y}, look.colour.muted, look);
  tell_words(words::compare_line(model, chat), {left, line_y}, {left + width, max.y});

  // As on the chat's page: after a click on anything, what is typed next is the question.
  const bool by_mouse = ImGui::IsMouseReleased(ImGuiMouseButton_Left) &&
                        ImGui::GetIO().MouseSource == ImGuiMouseSource_Mouse;
  if (by_mouse && actions.size() > before) field_.take_focus();
}

void CompareView::draw_page(const CompareModel& model, const ChatModel& chat, ImVec2 min,
                            ImVec2 max, float side, const Look& look, Actions& actions) {
  if (max.y - min.y < 10) return;
  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("Comparison", {max.x - min.x, max.y - min.y}, ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoBackground);
  const float left = min.x + side, width = max.x - min.x - 2 * side;
  const float top = ImGui::GetCursorScreenPos().y;
  float y = top + kGap;
  y += draw_tools(model, chat, {left, y}, width, look, actions) + kGap;
  if (model.question.empty()) {
    y += draw_paragraph(say(Word::compare_title), {left, y}, width, size::heading[1],
                        look.colour.text, look) +
         4;
    y += draw_paragraph(say(Word::compare_intro), {left, y}, std::min(width, size::text_column),
                        size::text - 1, look.colour.muted, look) +
         kGap;
  }
  const float question_y = y - top;
  y += draw_question(model, {left, y}, width, look, actions);
  y += draw_lanes(model, chat, {left, y}, width, look, actions) + kGap;
  if (const float chart = compare_chart_height(model); chart > 0) {
    y += 8;
    draw_compare_chart(model, {left, y}, width, look);
    y += chart + kGap;
  }
  ImGui::SetCursorScreenPos({left, y});
  ImGui::Dummy({1, 1});
  scroll(model, question_y);
  scroll_by_touch(look);
  ImGui::EndChild();
}

// A new question comes into sight.
void CompareView::scroll(const CompareModel& model, float question_y) {
  if (model.running && model.running->number != shown_number_) {
    shown_number_ = model.running->number;
    ImGui::SetScrollY(std::max(0.0f, question_y - kGap));
  }
}

float CompareView::draw_tools(const CompareModel& model, const ChatModel& chat, ImVec2 at,
                              float width, const Look& look, Actions& actions) {
  const bool many_providers = available_providers(chat).size() >= kMinLanes;
  std::vector<Segment> presets;
  int chosen = -1;
  for (const ComparePreset preset : kPresets) {
    if (preset == ComparePreset::providers && !many_providers) continue;
    if (chosen < 0 && is_chosen(model, chat, preset)) chosen = static_cast<int>(presets.size());
    const std::string name = words::preset(preset, chat);
    presets.push_back({say(Word::preset_name, {name}), name, nullptr, look.colour.text});
  }
  Button add;
  add.label = say(Word::lane_add);
  add.icon = icon::plus;
  add.kind = ButtonKind::outlined;
  add.enabled = can_add_lane(model);
  add.font_size = size::small + 0.5f;
  const float add_width = button_width(add, look);
  if (many_providers && segments_width(presets, look) + add_width + kGap > width)
    presets.back().label = say(Word::preset_providers);
  const bool two_rows = segments_width(presets, look) + add_width + kGap > width;

  ImGui::SetCursorScreenPos(at);
  ImGui::BeginDisabled(model.running.has_value());
  const int pressed = draw_segments(say(Word::lanes), presets, chosen, look);
  ImGui::EndDisabled();
  if (pressed >= 0) actions.push_back(CompareAction(action::ChooseLanes{kPresets[pressed]}));
  ImGui::SetCursorScreenPos(
      {two_rows ? at.x : at.x + width - add_width, two_rows ? at.y + size::target + 8 : at.y});
  if (magic::draw(add, look)) actions.push_back(CompareAction(action::AddLane{}));
  return two_rows ? 2 * size::target + 8 : size::target;
}

float CompareView::draw_question(const CompareModel& model, ImVec2 at, float width,
                                 const Look& look, Actions& actions) {
  if (model.question.empty()) return 0;
  question_.update(model.question, RichTextView::Kind::plain, width * kBubbleShare - 2 * kBubbleX,
                   look.fonts);
  const float high = question_.height() + 2 * kBubbleY;
  const ImVec2 min{at.x + width - question_.width() - 2 * kBubbleX, at.y};
  const ImVec2 max{at.x + width, at.y + high};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, look.colour.raised, 16);
  list->AddRect(min, max, look.colour.border, 16);
  question_.draw({min.x + kBubbleX, min.y + kBubbleY}, look, actions);
  return high + kGap;
}

float CompareView::draw_lanes(const CompareModel& model, const ChatModel& chat, ImVec2 at,
                              float width, const Look& look, Actions& actions) {
  const std::size_t columns = columns_of(model.lanes.size(), width);
  LaneLayout layout;
  layout.width = std::floor((width + kGap) / static_cast<float>(columns) - kGap);
  layout.paired = layout.width >= kPairedLane;
  if (columns == 1) layout.control = kTouch;
  for (const CompareLane& lane : model.lanes) layout.number_row |= number_of(lane.request) != 0;

  float y = at.y;
  for (std::size_t first = 0; first < model.lanes.size(); first += columns) {
    const std::size_t end = std::min(first + columns, model.lanes.size());
    float high = 0;
    for (std::size_t i = first; i < end; ++i) {
      CompareLaneView& view = lanes_[static_cast<std::size_t>(model.lanes[i].slot)];
      view.update(model.lanes[i], layout, chat, look);
      high = std::max(high, view.height());
    }
    for (std::size_t i = first; i < end; ++i) {
      const float x = at.x + static_cast<float>(i - first) * (layout.width + kGap);
      lanes_[static_cast<std::size_t>(model.lanes[i].slot)].draw(
          model, model.lanes[i], chat, {x, std::round(y)}, high, look, actions);
    }
    y += high + kGap;
  }
  return y - at.y - kGap;
}

}  // namespace magic
