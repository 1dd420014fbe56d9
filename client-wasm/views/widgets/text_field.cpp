#include "client-wasm/views/widgets/text_field.h"

#include "client-wasm/views/widgets/text_area.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kIcon = 13.0f, kIconGap = 8.0f, kFontSize = size::text - 1;

}  // namespace

TextFieldEvents draw(const TextField& field, std::string& text, const Look& look) {
  // Of all fields, one is written in; the others show their text by turns.
  static TextArea areas[2] = {TextArea(TextRules{true}), TextArea(TextRules{true})};
  static int written_in = 0;
  const bool is_written_in = ImGui::GetActiveID() == ImGui::GetID(field.label);
  TextArea& area = areas[is_written_in ? written_in : 1 - written_in];
  if (area.text() != text) area.set_text(text);

  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + field.width, min.y + field.height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, look.colour.raised, size::rounding);
  float left = min.x;
  if (field.icon != nullptr) {
    field.icon({left + kPadding + kIcon * 0.5f, (min.y + max.y) * 0.5f}, kIcon, look.colour.muted);
    left += kIcon + kIconGap;
  }
  TextAreaLook as;
  as.label = field.label;
  as.placeholder = field.placeholder;
  as.extent = {max.x - left, field.height};
  as.padding = {kPadding, 0};
  as.font_size = kFontSize;
  as.keeps_focus = false;
  as.takes_escape = true;
  as.secret = field.secret;
  as.select_all = field.select_all;
  as.take_focus = field.take_focus;
  ImGui::SetCursorScreenPos({left, min.y});
  const TextAreaEvents events = area.draw(as, look);
  const bool has_focus = area.has_focus();
  if (has_focus && !is_written_in) written_in = 1 - written_in;
  list->AddRect(min, max, has_focus ? look.colour.accent : look.colour.border, size::rounding, 0,
                has_focus ? 1.5f : 1.0f);
  if (events.changed) text = area.text();
  return {events.changed, events.entered, events.left, events.escaped};
}

}  // namespace magic
