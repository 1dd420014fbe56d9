#include "client-wasm/views/widgets/text_field.h"

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/keys.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kIcon = 13.0f, kIconGap = 8.0f, kFontSize = size::text - 1;

int resize(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text.data();
  }
  return 0;
}

}  // namespace

TextFieldEvents draw(const TextField& field, std::string& text, const Look& look) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max{min.x + field.width, min.y + field.height};
  const float middle = min.y + field.height * 0.5f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, look.colour.raised, size::rounding);

  float left = min.x + kPadding;
  if (field.icon != nullptr) {
    field.icon({left + kIcon * 0.5f, middle}, kIcon, look.colour.muted);
    left += kIcon + kIconGap;
  }
  ImGui::SetCursorScreenPos({left, min.y});
  if (field.take_focus) ImGui::SetKeyboardFocusHere();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, (field.height - kFontSize) * 0.5f});
  ImGui::PushFont(look.fonts.ui, kFontSize);
  // The label is the field's accessible name; Dear ImGui would write it beside the field.
  ImGui::PushClipRect({left, min.y}, {max.x - kPadding, max.y}, true);
  ImGui::SetNextItemWidth(max.x - kPadding - left);
  ImGuiInputTextFlags flags =
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue;
  if (field.select_all) flags |= ImGuiInputTextFlags_AutoSelectAll;
  if (field.secret) flags |= ImGuiInputTextFlags_Password;
  // Somebody else on the screen may have claimed the key for good.
  const ImGuiID id = ImGui::GetID(field.label);
  if (ImGui::GetActiveID() == id) ImGui::SetKeyOwner(ImGuiKey_Escape, id);
  const std::string before = text;
  TextFieldEvents events;
  events.entered =
      ImGui::InputText(field.label, text.data(), text.capacity() + 1, flags, resize, &text);
  ImGui::PopClipRect();
  ImGui::PopFont();
  ImGui::PopStyleVar();
  events.changed = text != before;
  if (ImGui::IsItemDeactivated() && !events.entered) {
    events.escaped = is_escape_pressed();
    events.left = !events.escaped;
  }
  const bool active = ImGui::IsItemActive();
  list->AddRect(min, max, active ? look.colour.accent : look.colour.border, size::rounding, 0,
                active ? 1.5f : 1.0f);
  if (text.empty())
    draw_text(field.placeholder, {left, middle - kFontSize * 0.5f}, kFontSize, look.colour.muted,
              look);
  return events;
}

}  // namespace magic
