#include "client-wasm/views/widgets/button.h"

#include <algorithm>

#include "client-wasm/views/text_layout.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kIcon = 13.0f, kIconGap = 8.0f, kSidePadding = 12.0f, kSegmentPadding = 11.0f;

}  // namespace

float button_width(const Button& button, const Look& look) {
  if (button.icon_only) return button.height;
  return text_width(button.label, button.font_size, look.fonts) + 2 * kSidePadding +
         (button.icon != nullptr ? kIcon + kIconGap : 0);
}

bool draw(const Button& button, const Look& look) {
  const Palette& colour = look.colour;
  const ImVec2 extent{button.width > 0 ? button.width : button_width(button, look), button.height};
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + extent.x, min.y + extent.y};

  ImGui::BeginDisabled(!button.enabled);
  const std::string& name = button.name.empty() ? button.label : button.name;
  const bool pressed = ImGui::InvisibleButton(name.c_str(), extent, ImGuiButtonFlags_EnableNav);
  tell_widget(button.role, name);
  ImGui::EndDisabled();
  const bool hovered = ImGui::IsItemHovered();

  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rounding = button.icon_only ? extent.y * 0.5f : size::rounding;
  ImU32 ink = button.icon_only ? colour.muted : colour.text;
  switch (button.kind) {
    case ButtonKind::plain:
      break;
    case ButtonKind::outlined:
      list->AddRectFilled(min, max, colour.raised, rounding);
      list->AddRect(min, max, colour.border, rounding);
      break;
    case ButtonKind::filled:
      list->AddRectFilled(min, max, button.enabled ? colour.accent : colour.sunken, rounding);
      if (!button.enabled) list->AddRect(min, max, colour.border, rounding);
      ink = button.enabled ? colour.on_accent : colour.muted;
      break;
    case ButtonKind::danger:
      list->AddRect(min, max, colour.error, rounding);
      ink = colour.error;
      break;
  }
  if (hovered && button.enabled) {
    list->AddRectFilled(min, max, colour.hover, rounding);
    if (button.icon_only && button.kind == ButtonKind::plain) ink = colour.text;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  if (!button.enabled && button.kind != ButtonKind::filled) ink = with_alpha(ink, 0.5f);

  const float middle = min.y + extent.y * 0.5f;
  if (button.icon_only) {
    if (!button.quiet || hovered || ImGui::IsItemFocused())
      button.icon({min.x + extent.x * 0.5f, middle}, kIcon, ink);
    draw_tooltip(button.label.c_str(), look);
  } else {
    const float content = button_width(button, look) - 2 * kSidePadding;
    float x = button.kind == ButtonKind::plain ? min.x + kSidePadding
                                               : min.x + (extent.x - content) * 0.5f;
    if (button.icon != nullptr) {
      button.icon({x + kIcon * 0.5f, middle}, kIcon, ink);
      x += kIcon + kIconGap;
    }
    draw_text(button.label, {x, middle - button.font_size * 0.5f}, button.font_size, ink, look);
  }
  draw_focus_ring(min, max, rounding, look);
  return pressed && button.enabled;
}

float segments_width(const std::vector<Segment>& segments, const Look& look) {
  float width = 4;
  for (const Segment& segment : segments)
    width += text_width(segment.label, size::small + 0.5f, look.fonts) + 2 * kSegmentPadding +
             (segment.icon != nullptr ? kIcon + 6 : 0);
  return width;
}

int draw_segments(const char* group, const std::vector<Segment>& segments, int chosen,
                  const Look& look, float width) {
  const ToldPart part(UiRole::radio_group, group);
  const float natural = segments_width(segments, look);
  const float extra =
      width > natural ? (width - natural) / static_cast<float>(segments.size()) : 0.0f;
  const float font_size = size::small + 0.5f;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 extent{std::max(width, natural), size::target};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(origin, {origin.x + extent.x, origin.y + extent.y}, look.colour.sunken,
                      size::rounding);
  list->AddRect(origin, {origin.x + extent.x, origin.y + extent.y}, look.colour.border,
                size::rounding);

  int pressed = -1;
  float x = origin.x + 2;
  for (int i = 0; i < static_cast<int>(segments.size()); ++i) {
    const Segment& segment = segments[static_cast<std::size_t>(i)];
    const float icon_width = segment.icon != nullptr ? kIcon + 6 : 0;
    const float content = text_width(segment.label, font_size, look.fonts) + icon_width;
    const ImVec2 min{x, origin.y},
        max{x + content + 2 * kSegmentPadding + extra, origin.y + extent.y};
    ImGui::SetCursorScreenPos(min);
    if (ImGui::InvisibleButton(segment.name.c_str(), {max.x - min.x, extent.y},
                               ImGuiButtonFlags_EnableNav))
      pressed = i;
    tell_widget(UiRole::radio, segment.name, i == chosen);

    const ImVec2 inner_min{min.x, min.y + 2}, inner_max{max.x, max.y - 2};
    ImU32 ink = look.colour.muted;
    if (i == chosen) {
      list->AddRectFilled(inner_min, inner_max, look.colour.raised, size::rounding - 2);
      list->AddRect(inner_min, inner_max, with_alpha(segment.colour, 0.7f), size::rounding - 2, 0,
                    1.5f);
      ink = segment.colour;
    } else if (ImGui::IsItemHovered()) {
      list->AddRectFilled(inner_min, inner_max, look.colour.hover, size::rounding - 2);
      ink = look.colour.text;
    }
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const float middle = (min.y + max.y) * 0.5f;
    float inner_x = min.x + (max.x - min.x - content) * 0.5f;
    if (segment.icon != nullptr) {
      segment.icon({inner_x + kIcon * 0.5f, middle}, kIcon, ink);
      inner_x += icon_width;
    }
    draw_text(segment.label, {inner_x, middle - font_size * 0.5f}, font_size, ink, look);
    if (segment.unavailable) list->AddCircleFilled({max.x - 7, min.y + 8}, 2.5f, look.colour.error);
    draw_focus_ring(inner_min, inner_max, size::rounding - 2, look);
    x = max.x;
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(extent);
  return pressed;
}

void draw_tooltip(const char* text, const Look& look) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {8, 6});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 6);
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, look.colour.text);
  ImGui::PushStyleColor(ImGuiCol_Text, look.colour.background);
  if (ImGui::BeginTooltip()) {
    ImGui::PushFont(nullptr, size::small);
    ImGui::TextUnformatted(text);
    ImGui::PopFont();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
}

void draw_focus_ring(ImVec2 min, ImVec2 max, float rounding, const Look& look) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  if (!g.NavCursorVisible || !ImGui::IsItemFocused()) return;
  ImGui::GetWindowDrawList()->AddRect({min.x - 2, min.y - 2}, {max.x + 2, max.y + 2},
                                      look.colour.accent, rounding + 2, 0, 2);
}

}  // namespace magic
