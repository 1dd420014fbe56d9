#include "client-wasm/views/widgets/chooser.h"

#include <algorithm>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kIcon = 12.0f, kIconGap = 7.0f, kArrow = 9.0f, kInset = 4.0f;
constexpr float kFont = size::small + 0.5f, kMostHeight = 360.0f;

// Icon and name, between these edges.
void draw_choice(const Choice& choice, float left, float right, float middle, ImU32 ink,
                 const Look& look) {
  if (choice.icon != nullptr) {
    choice.icon({left + kIcon * 0.5f, middle}, kIcon, choice.colour);
    left += kIcon + kIconGap;
  }
  if (choice.unavailable) {
    right -= 10;
    ImGui::GetWindowDrawList()->AddCircleFilled({right + 5, middle}, 2.5f, look.colour.error);
  }
  draw_text(elided(choice.name, right - left, kFont, look.fonts), {left, middle - kFont * 0.5f},
            kFont, ink, look);
}

bool draw_opener(const Chooser& chooser, const Choice& shown, bool open, const Look& look) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + chooser.width, min.y + chooser.height};
  const std::string name = chooser.label + ": " + shown.name;
  ImGui::BeginDisabled(!chooser.enabled);
  // Its id stays when its name changes.
  const bool pressed =
      ImGui::InvisibleButton((name + "###" + chooser.label).c_str(),
                             {chooser.width, chooser.height}, ImGuiButtonFlags_EnableNav);
  tell_fold(name, open);
  ImGui::EndDisabled();
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, look.colour.background, size::rounding - 2);
  list->AddRect(min, max, open ? look.colour.accent : look.colour.border, size::rounding - 2);
  if (hovered && chooser.enabled) {
    list->AddRectFilled(min, max, look.colour.hover, size::rounding - 2);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  const float middle = (min.y + max.y) * 0.5f;
  draw_choice(shown, min.x + kPadding, max.x - kPadding - kArrow - 6, middle,
              chooser.enabled ? look.colour.text : look.colour.muted, look);
  const float x = max.x - kPadding - kArrow * 0.5f, half = kArrow * 0.5f;
  const ImVec2 arrow[] = {{x - half, middle - 2}, {x, middle + 2.5f}, {x + half, middle - 2}};
  list->AddPolyline(arrow, 3, look.colour.muted, 0, 1.6f);
  draw_focus_ring(min, max, size::rounding - 2, look);
  return pressed && chooser.enabled;
}

int draw_list(const Chooser& chooser, float width, float row, const Look& look) {
  int pressed = -1;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int i = 0; i < static_cast<int>(chooser.choices.size()); ++i) {
    const Choice& choice = chooser.choices[static_cast<std::size_t>(i)];
    const ImVec2 min{origin.x, origin.y + row * static_cast<float>(i)};
    const ImVec2 max{min.x + width, min.y + row};
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(i);
    if (ImGui::InvisibleButton(choice.name.c_str(), {width, row}, ImGuiButtonFlags_EnableNav))
      pressed = i;
    tell_widget(UiRole::option, choice.name, i == chooser.chosen);
    ImGui::PopID();
    if (i == chooser.chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
    if (ImGui::IsItemHovered()) {
      list->AddRectFilled(min, max, look.colour.hover, 6);
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    const float middle = (min.y + max.y) * 0.5f;
    draw_choice(choice, min.x + kPadding, max.x - kPadding - kIcon - 6, middle, look.colour.text,
                look);
    if (i == chooser.chosen)
      icon::check({max.x - kPadding - kIcon * 0.5f, middle}, kIcon, look.colour.accent);
    draw_focus_ring({min.x + 2, min.y + 2}, {max.x - 2, max.y - 2}, 6, look);
  }
  return pressed;
}

}  // namespace

int draw(const Chooser& chooser, const Look& look) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(chooser.label.c_str());
  const bool open = ImGui::IsPopupOpen("choices");
  const Choice nothing{say(Word::strategy_none)};
  const auto chosen = static_cast<std::size_t>(std::max(0, chooser.chosen));
  const bool known = chosen < chooser.choices.size();
  if (draw_opener(chooser, known ? chooser.choices[chosen] : nothing, open, look))
    ImGui::OpenPopup("choices");

  const float row = std::max(chooser.height, size::target);
  float width = chooser.width - 2 * kInset;
  for (const Choice& choice : chooser.choices)
    width = std::max(width, text_width(choice.name, kFont, look.fonts) + 2 * kPadding +
                                2 * (kIcon + kIconGap) + 10);
  const ImGuiViewport* view = ImGui::GetMainViewport();
  width = std::min(width, view->WorkSize.x - 24);
  const float height = std::min(row * static_cast<float>(chooser.choices.size()), kMostHeight);
  const float right = view->WorkPos.x + view->WorkSize.x - 8;
  const float bottom = view->WorkPos.y + view->WorkSize.y - 8;
  ImVec2 place{std::min(at.x, right - width - 2 * kInset), at.y + chooser.height + 4};
  if (place.y + height + 2 * kInset > bottom) place.y = at.y - height - 2 * kInset - 4;

  int pressed = -1;
  ImGui::SetNextWindowPos({place.x, std::max(place.y, view->WorkPos.y + 8)});
  ImGui::SetNextWindowSizeConstraints({width + 2 * kInset, 1},
                                      {width + 2 * kInset, height + 2 * kInset});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kInset, kInset});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, size::rounding);
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, look.colour.raised);
  if (ImGui::BeginPopup("choices")) {
    const ToldPart part(UiRole::list_box, chooser.label);
    pressed = draw_list(chooser, width, row, look);
    if (pressed >= 0) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  ImGui::PopID();
  return pressed;
}

}  // namespace magic
