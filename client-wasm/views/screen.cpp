#include "client-wasm/views/screen.h"

#include <algorithm>

#include "client-wasm/views/empty_view.h"
#include "client-wasm/views/notice_view.h"
#include "client-wasm/views/switches.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kTopBar = 52.0f, kSide = 20.0f, kNarrowSide = 12.0f, kGap = 12.0f;
constexpr ImGuiWindowFlags kWindow =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;

}  // namespace

Actions Screen::draw(const ChatModel& model, ThemeChoice theme, const Look& look) {
  Actions actions;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const ImVec2 min = viewport->WorkPos;
  const ImVec2 max{min.x + viewport->WorkSize.x, min.y + viewport->WorkSize.y};
  const bool narrow = max.x - min.x < size::narrow;
  if (!narrow) drawer_open_ = false;

  ImGui::SetNextWindowPos(min);
  ImGui::SetNextWindowSize(viewport->WorkSize);
  ImGui::Begin("Memory Magic", nullptr, kWindow);
  ImVec2 chat = min;
  if (narrow) {
    chat.y += draw_top_bar(model, min, max, look);
  } else {
    chat.x += size::side_panel;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, {chat.x, max.y}, look.colour.sunken);
    list->AddLine({chat.x, min.y}, {chat.x, max.y}, look.colour.border);
    side_panel_.draw(model, theme, min, {chat.x, max.y}, look, actions);
  }
  draw_chat(model, chat, max, look, actions);
  ImGui::End();
  if (drawer_open_) draw_drawer(model, theme, min, max, look, actions);
  return_focus(actions);
  return actions;
}

// After a click on anything, what is typed next belongs to the message. Not for the keyboard, which
// would lose its place, nor for touch, where it would raise the keyboard.
void Screen::return_focus(const Actions& actions) {
  const bool by_mouse = ImGui::IsMouseReleased(ImGuiMouseButton_Left) &&
                        ImGui::GetIO().MouseSource == ImGuiMouseSource_Mouse;
  if (by_mouse && !actions.empty() && !drawer_open_) composer_.take_focus();
}

float Screen::draw_top_bar(const ChatModel& model, ImVec2 min, ImVec2 max, const Look& look) {
  Button menu;
  menu.label = "Menu";
  menu.icon = icon::menu;
  menu.icon_only = true;
  menu.height = 44;
  ImGui::SetCursorScreenPos({min.x + 4, min.y + 4});
  if (magic::draw(menu, look)) drawer_open_ = true;

  const float middle = min.y + kTopBar * 0.5f;
  draw_text("Memory Magic", {min.x + 56, middle - size::text * 0.5f}, size::text, look.colour.text,
            look);
  const std::string state = words::connection(model);
  const float width = text_width(state, size::small, look.fonts);
  const bool connected = model.link == Link::connected && model.health.store_available;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddCircleFilled({max.x - 16 - width - 12, middle}, 4,
                        connected ? look.colour.accent : look.colour.error);
  draw_text(state, {max.x - 16 - width, middle - size::small * 0.5f}, size::small,
            look.colour.muted, look);
  list->AddLine({min.x, min.y + kTopBar}, {max.x, min.y + kTopBar}, look.colour.border);
  return kTopBar + 1;
}

void Screen::draw_chat(const ChatModel& model, ImVec2 min, ImVec2 max, const Look& look,
                       Actions& actions) {
  const float side = max.x - min.x < size::narrow ? kNarrowSide : kSide;
  const float width = std::min(size::text_column, max.x - min.x - 2 * side);
  const float left = min.x + (max.x - min.x - width) * 0.5f;
  const words::Notice notice = words::notice(model);

  const float switches = switches_height(model, width, look);
  const float composer = composer_.height(model);
  const float strip = notice_height(notice, width, look);
  const float switches_y = max.y - kGap - switches;
  const float composer_y = switches_y - kGap - composer;
  const float strip_y = composer_y - (strip > 0 ? strip + kGap : 0);

  const ImVec2 conversation_max{max.x, strip_y - 4};
  if (model.entries.empty() && model.history == HistoryState::ready)
    draw_empty(min, conversation_max, width, look);
  else
    messages_.draw(model, min, conversation_max, width, ImGui::GetTime(), look, actions);
  draw_notice(notice, {left, strip_y}, width, look, actions);
  composer_.draw(model, {left, composer_y}, width, look, actions);
  draw_switches(model, {left, switches_y}, width, look, actions);
}

void Screen::draw_drawer(const ChatModel& model, ThemeChoice theme, ImVec2 min, ImVec2 max,
                         const Look& look, Actions& actions) {
  const float right = std::min(min.x + size::side_panel + 40, max.x - 48);
  ImGui::SetNextWindowPos(min);
  ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
  ImGui::SetNextWindowFocus();
  ImGui::Begin("Drawer", nullptr, kWindow | ImGuiWindowFlags_NoBackground);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, IM_COL32(0, 0, 0, 110));
  list->AddRectFilled(min, {right, max.y}, look.colour.background);
  const std::size_t before = actions.size();
  side_panel_.draw(model, theme, min, {right, max.y}, look, actions);
  for (std::size_t i = before; i < actions.size(); ++i)
    if (std::holds_alternative<action::NewChat>(actions[i])) drawer_open_ = false;

  ImGui::SetCursorScreenPos({right, min.y});
  Button close;
  close.label = "Close the menu";
  close.icon = icon::close;
  close.icon_only = true;
  close.height = 44;
  if (magic::draw(close, look)) drawer_open_ = false;
  ImGui::SetCursorScreenPos({right, min.y + 44});
  if (ImGui::InvisibleButton("Outside the menu", {max.x - right, max.y - min.y - 44}))
    drawer_open_ = false;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape)) drawer_open_ = false;
  ImGui::End();
}

}  // namespace magic
