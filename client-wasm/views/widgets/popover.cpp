#include "client-wasm/views/widgets/popover.h"

#include <algorithm>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kChevron = 9.0f, kCheck = 12.0f, kInset = 8.0f, kMenuInset = 6.0f;
constexpr float kHighest = 380.0f, kValueWidth = 92.0f, kRowPadding = 10.0f;
constexpr float kFont = size::small + 0.5f;

float row_width() { return ImGui::GetContentRegionAvail().x; }

// What both kinds have in common: a raised, rounded surface that is told as a part of the screen.
bool begin_raised(const char* id, float inset, UiRole role, const char* name, const Look& look) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {inset, inset});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, size::rounding);
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, look.colour.raised);
  const bool open = ImGui::BeginPopup(id);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  if (open) begin_told_part(role, name);
  return open;
}

}  // namespace

float opener_width(const Opener& opener, const Look& look) {
  return text_width(opener.text, kFont, look.fonts) + 2 * kPadding + kChevron + 8;
}

bool draw(const Opener& opener, const Look& look, float width) {
  const float wide = width > 0 ? width : opener_width(opener, look);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + wide, min.y + size::target};
  const bool pressed =
      ImGui::InvisibleButton(opener.name.c_str(), {wide, size::target}, ImGuiButtonFlags_EnableNav);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) {
    list->AddRectFilled(min, max, look.colour.hover, size::rounding);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  const float middle = (min.y + max.y) * 0.5f;
  const ImU32 ink = opener.ink != 0 ? opener.ink : look.colour.text;
  draw_text(elided(opener.text, wide - 2 * kPadding - kChevron - 8, kFont, look.fonts),
            {min.x + kPadding, middle - kFont * 0.5f}, kFont, ink, look);
  icon::unfolded({max.x - kPadding - kChevron * 0.5f, middle}, kChevron, look.colour.muted);
  draw_focus_ring(min, max, size::rounding, look);
  return pressed;
}

bool begin_popover(const char* id, const char* name, ImVec2 above, float width, const Look& look) {
  if (!ImGui::IsPopupOpen(id)) return false;
  const ImGuiViewport* view = ImGui::GetMainViewport();
  const float right = view->WorkPos.x + view->WorkSize.x;
  above.x = std::max(view->WorkPos.x + 8, std::min(above.x, right - width - 8));
  ImGui::SetNextWindowPos({above.x, above.y - 6}, ImGuiCond_Always, {0, 1});
  ImGui::SetNextWindowSizeConstraints({width, 0},
                                      {width, std::min(kHighest, above.y - view->WorkPos.y - 12)});
  return begin_raised(id, kInset, UiRole::dialog, name, look);
}

void end_popover() {
  end_told_part();
  ImGui::EndPopup();
}

bool popover_is_open() {
  return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

void draw_row_text(const std::string& text, ImU32 colour, const Look& look) {
  const float width = row_width();
  TextFormat format;
  format.font_size = size::small;
  const TextLayout layout = lay_out(text, width - 2 * kRowPadding, format, look.fonts);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw(layout, {at.x + kRowPadding, at.y + 4}, colour, look);
  tell_words(text, at, {at.x + width, at.y + layout.height + 8});
  ImGui::Dummy({width, layout.height + 8});
}

bool draw_choice(const std::string& name, const std::string& detail, bool chosen,
                 const Look& look) {
  const float width = row_width();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + width, min.y + size::target};
  const bool pressed =
      ImGui::InvisibleButton(name.c_str(), {width, size::target}, ImGuiButtonFlags_EnableNav);
  tell_widget(UiRole::radio, name, chosen);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) {
    list->AddRectFilled(min, max, look.colour.hover, size::rounding - 2);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  const float middle = (min.y + max.y) * 0.5f;
  if (chosen)
    icon::check({min.x + kRowPadding + kCheck * 0.5f, middle}, kCheck, look.colour.accent);
  const float detail_width = detail.empty() ? 0 : text_width(detail, size::small, look.fonts);
  const float left = min.x + kRowPadding + kCheck + 8;
  const float room = max.x - kRowPadding - detail_width - (detail.empty() ? 0 : 12) - left;
  draw_text(elided(name, room, kFont, look.fonts), {left, middle - kFont * 0.5f}, kFont,
            look.colour.text, look);
  if (!detail.empty())
    draw_text(detail, {max.x - kRowPadding - detail_width, middle - size::small * 0.5f},
              size::small, look.colour.muted, look);
  draw_focus_ring(min, max, size::rounding - 2, look);
  return pressed;
}

int draw_stepper(const std::string& name, const std::string& value, const Look& look) {
  const float width = row_width();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float middle = min.y + size::target * 0.5f, right = min.x + width;
  draw_text(name, {min.x + kRowPadding, middle - kFont * 0.5f}, kFont, look.colour.text, look);
  tell_words(name + ": " + value, min, {right, min.y + size::target});

  int pressed = 0;
  const auto button = [&](Word verb, icon::Draw picture, float x, int direction) {
    Button step;
    step.label = say(verb, {name});
    step.icon = picture;
    step.icon_only = true;
    ImGui::SetCursorScreenPos({x, min.y});
    if (draw(step, look)) pressed = direction;
  };
  button(Word::less_name, icon::minus, right - 2 * size::target - kValueWidth, -1);
  const float value_width = text_width(value, kFont, look.fonts);
  draw_text(value,
            {right - size::target - kValueWidth * 0.5f - value_width * 0.5f, middle - kFont * 0.5f},
            kFont, look.colour.text, look);
  button(Word::more_steps_name, icon::plus, right - size::target, +1);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({width, size::target});
  return pressed;
}

bool begin_menu(const char* id, const char* name, const Look& look) {
  return begin_raised(id, kMenuInset, UiRole::menu, name, look);
}

bool draw_menu_item(const char* label, icon::Draw icon, const Look& look, bool closes) {
  const bool is_touch = ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
  Button item;
  item.label = label;
  item.icon = icon;
  item.width = 190;
  item.height = is_touch ? 44 : 36;
  item.role = UiRole::menu_item;
  if (!draw(item, look)) return false;
  if (closes) ImGui::CloseCurrentPopup();
  return true;
}

void end_menu() {
  end_told_part();
  if (is_escape_pressed()) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace magic
