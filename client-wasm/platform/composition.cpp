#include "client-wasm/platform/composition.h"

#include "imgui.h"

namespace magic {

Composition& composition() {
  static Composition only;
  return only;
}

void draw_composition() {
  const Composition& now = composition();
  if (now.text.empty() || !now.wanted) return;
  const ImVec2 extent = ImGui::CalcTextSize(now.text.c_str());
  const ImVec2 end{now.x + extent.x, now.y + now.line_height};
  ImDrawList* list = ImGui::GetForegroundDrawList();
  list->AddRectFilled({now.x, now.y}, end, ImGui::GetColorU32(ImGuiCol_WindowBg));
  list->AddText({now.x, now.y + (now.line_height - ImGui::GetFontSize()) * 0.5f},
                ImGui::GetColorU32(ImGuiCol_Text), now.text.c_str());
  list->AddLine({now.x, end.y - 1}, {end.x, end.y - 1}, ImGui::GetColorU32(ImGuiCol_Text));
}

}  // namespace magic
