#include "client-wasm/views/widgets/sheet.h"

#include <algorithm>

#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kPadding = 24.0f, kHead = 60.0f, kMargin = 12.0f, kClose = 36.0f;
constexpr ImGuiWindowFlags kWindow = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                     ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_AlwaysAutoResize;

bool is_clicked_beside() {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowAppearing() &&
         !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem |
                                 ImGuiHoveredFlags_AllowWhenBlockedByPopup) &&
         !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId);
}

// Dear ImGui would only go from control to control, and what is to be read has none.
void scroll_by_keys() {
  const float page = ImGui::GetWindowHeight() * 0.7f;
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) ImGui::SetScrollY(ImGui::GetScrollY() + page);
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp))
    ImGui::SetScrollY(std::max(0.0f, ImGui::GetScrollY() - page));
}

bool draw_head(const char* title, float width, const Look& look) {
  const ImVec2 min = ImGui::GetWindowPos();
  draw_text(title, {min.x + kPadding, min.y + (kHead - size::heading[1]) * 0.5f}, size::heading[1],
            look.colour.text, look);
  Button close;
  close.label = say(Word::close);
  close.icon = icon::close;
  close.icon_only = true;
  close.height = kClose;
  ImGui::SetCursorScreenPos({min.x + width - kClose - 14, min.y + (kHead - kClose) * 0.5f});
  return draw(close, look);
}

}  // namespace

std::optional<Column> begin_sheet(const char* id, const char* title, float width,
                                  const Look& look) {
  if (!ImGui::IsPopupOpen(id)) return std::nullopt;
  const ImGuiViewport* view = ImGui::GetMainViewport();
  const ImVec2 room{view->WorkSize.x - 2 * kMargin, view->WorkSize.y - 2 * kMargin};
  width = std::max(1.0f, std::min(width, room.x));
  ImGui::SetNextWindowPos(view->GetWorkCenter(), ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, std::max(1.0f, room.y)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 14);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, look.colour.background);
  ImGui::PushStyleColor(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 110));
  // It would fade in, over frames that nobody asks for.
  ImGui::GetCurrentContext()->DimBgRatio = 1;
  // A field that is written in has Escape first, and so has a list that is open.
  const bool escape_is_taken =
      ImGui::IsAnyItemActive() || ImGui::GetCurrentContext()->OpenPopupStack.Size > 1;
  const bool open = ImGui::BeginPopupModal(id, nullptr, kWindow);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(2);
  if (!open) return std::nullopt;

  const bool pressed = draw_head(title, width, look);
  if (pressed || is_clicked_beside() || (!escape_is_taken && is_escape_pressed()))
    ImGui::CloseCurrentPopup();
  const ImVec2 min = ImGui::GetWindowPos(), extent = ImGui::GetWindowSize();
  ImGui::PushClipRect({min.x, min.y + kHead}, {min.x + extent.x, min.y + extent.y}, true);
  return Column{
      {min.x + kPadding, min.y + kHead - ImGui::GetScrollY()}, width - 2 * kPadding, look};
}

void end_sheet(const Column& column) {
  ImGui::SetCursorScreenPos(column.at());
  ImGui::Dummy({column.width(), kPadding});
  scroll_by_touch(column.look());
  scroll_by_keys();
  ImGui::PopClipRect();
  ImGui::EndPopup();
}

}  // namespace magic
