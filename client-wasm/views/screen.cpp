#include "client-wasm/views/screen.h"

#include <algorithm>
#include <utility>

#include "client-wasm/model/connection.h"
#include "client-wasm/views/app_keys.h"
#include "client-wasm/views/empty_view.h"
#include "client-wasm/views/notice_view.h"
#include "client-wasm/views/shortcuts_sheet.h"
#include "client-wasm/views/switches.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/popover.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kTopBar = 52.0f, kSide = 20.0f, kNarrowSide = 12.0f, kGap = 12.0f;
constexpr ImGuiWindowFlags kWindow =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;

bool opens_a_chat(const Action& wanted) {
  const auto* sessions = std::get_if<SessionListAction>(&wanted);
  return std::holds_alternative<action::NewChat>(wanted) ||
         (sessions != nullptr && std::holds_alternative<action::OpenSession>(*sessions));
}

}  // namespace

Actions Screen::draw(const AppModel& parts, const Look& look) {
  Actions actions;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const ImVec2 min = viewport->WorkPos;
  const ImVec2 max{min.x + viewport->WorkSize.x, min.y + viewport->WorkSize.y};
  const bool narrow = max.x - min.x < size::narrow;
  if (!narrow) drawer_open_ = false;

  ImGui::SetNextWindowPos(min);
  ImGui::SetNextWindowSize(viewport->WorkSize);
  ImGui::Begin("Memory Magic", nullptr, kWindow);
  take_app_key(parts, narrow, actions);
  ImVec2 chat = min;
  if (narrow) {
    chat.y += draw_top_bar(parts, min, max, look, actions);
  } else {
    chat.x += size::side_panel;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, {chat.x, max.y}, look.colour.sunken);
    list->AddLine({chat.x, min.y}, {chat.x, max.y}, look.colour.border);
    side_panel_.draw(parts, min, {chat.x, max.y}, look, actions);
    chat.y += draw_head(parts, chat, max, look, actions);
  }
  draw_main(parts, chat, max, look, actions);
  draw_sheets(parts, look, actions);
  ImGui::End();
  if (drawer_open_)
    draw_drawer(parts, min, max, look, actions);
  else
    drawer_focused_ = false;
  return_focus(actions);
  return actions;
}

int Screen::next_frame_ms() const { return is_gliding() ? 0 : conversation_.next_frame_ms(); }

void Screen::take_app_key(const AppModel& parts, bool narrow, Actions& actions) {
  const AppKey key = pressed_app_key();
  if (key == AppKey::none || popover_is_open()) return;
  switch (key) {
    case AppKey::none:
      break;
    case AppKey::shortcuts:
      open_sheet(kShortcutsSheet);
      break;
    case AppKey::memory:
      actions.push_back(
          action::ChooseMode{parts.chat.mode == Mode::stateful ? Mode::stateless : Mode::stateful});
      break;
    case AppKey::provider:
      actions.push_back(action::ChooseProvider{next_provider(parts.chat)});
      break;
    case AppKey::new_chat:
      actions.push_back(action::NewChat{});
      break;
    case AppKey::search:
      drawer_open_ = narrow;
      side_panel_.search();
      break;
  }
}

// What was opened by a click, or while a text was being written, gives the focus to the message
// when it is closed; else Dear ImGui returns it to where it was.
void Screen::open_sheet(const char* id) {
  const ImGuiIO& io = ImGui::GetIO();
  wanted_sheet_ = id;
  uncovering_focuses_ = io.WantTextInput || ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  drawer_open_ = false;
}

void Screen::draw_sheets(const AppModel& parts, const Look& look, Actions& actions) {
  if (side_panel_.wants_settings()) open_sheet(SettingsSheet::kId);
  if (wanted_sheet_ != nullptr) ImGui::OpenPopup(std::exchange(wanted_sheet_, nullptr));
  if (settings_.draw(parts, look, actions)) wanted_sheet_ = kShortcutsSheet;
  draw_shortcuts_sheet(look);
}

// After a click on anything, what is typed next belongs to the message. Not for the keyboard, which
// would lose its place, nor for touch, where it would raise the keyboard.
void Screen::return_focus(const Actions& actions) {
  const bool by_mouse = ImGui::IsMouseReleased(ImGuiMouseButton_Left) &&
                        ImGui::GetIO().MouseSource == ImGuiMouseSource_Mouse;
  // A form that is open over the chat keeps what is typed, until it is closed.
  const bool was_covered = covered_;
  covered_ = popover_is_open() || wanted_sheet_ != nullptr;
  const bool uncovered = was_covered && !covered_ &&
                         ImGui::GetIO().MouseSource == ImGuiMouseSource_Mouse &&
                         std::exchange(uncovering_focuses_, true);
  if (drawer_open_ || side_panel_.is_being_written_in()) return;
  if (uncovered || (by_mouse && !actions.empty() && !covered_)) composer_.take_focus();
}

// The page that is open, and the inspector beside it, or over it where there is no room.
void Screen::draw_main(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                       Actions& actions) {
  const bool has_room = max.x - min.x >= size::inspector + size::least_chat;
  if (parts.inspector.open) {
    const float left = has_room ? max.x - size::inspector : min.x;
    inspector_.draw(parts.inspector, parts.chat, {left, min.y}, max, look, actions);
    if (!has_room) return;
    max.x = left;
  }
  if (parts.compare.open)
    compare_.draw(parts.compare, parts.chat, min, max, look, actions);
  else if (parts.tour.open)
    tour_.draw(parts.tour, parts.chat, min, max, look, actions);
  else
    draw_chat(parts.chat, min, max, look, actions);
}

// What can be opened beside the chat or in its place; returns the width used.
float Screen::draw_part_buttons(const AppModel& parts, ImVec2 right, float height, const Look& look,
                                Actions& actions) {
  struct Part {
    const char* label;
    icon::Draw icon;
    bool open;
    Action toggle;
  };
  const Part all[] = {{say(Word::inspector), icon::layers, parts.inspector.open,
                       InspectorAction(action::ShowInspector{!parts.inspector.open})},
                      {say(Word::compare), icon::columns, parts.compare.open,
                       CompareAction(action::ShowCompare{!parts.compare.open})},
                      {say(Word::tour), icon::flag, parts.tour.open,
                       TourAction(action::ShowTour{!parts.tour.open})}};
  float x = right.x;
  for (const Part& part : all) {
    Button button;
    button.label = part.label;
    button.icon = part.icon;
    button.icon_only = height > size::target;  // a narrow window
    button.kind = part.open ? ButtonKind::outlined : ButtonKind::plain;
    button.height = height;
    button.font_size = size::small;
    const float width = button.icon_only ? height : button_width(button, look);
    x -= width;
    ImGui::SetCursorScreenPos({x, right.y});
    if (!magic::draw(button, look)) {
      x -= 4;
      continue;
    }
    // Compare and tour stand in the same place.
    if (!part.open && part.icon == icon::columns && parts.tour.open)
      actions.push_back(TourAction(action::ShowTour{false}));
    if (!part.open && part.icon == icon::flag && parts.compare.open)
      actions.push_back(CompareAction(action::ShowCompare{false}));
    actions.push_back(part.toggle);
    x -= 4;
  }
  return right.x - x;
}

// Above the chat of a wide window: the session's title at the left, the parts at the right.
float Screen::draw_head(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                        Actions& actions) {
  const float used = draw_part_buttons(
      parts, {max.x - kSide, min.y + (kTopBar - size::target) * 0.5f}, size::target, look, actions);
  const std::string title = words::session_title(parts.sessions, parts.chat.session_id);
  draw_text(elided(title, max.x - min.x - used - 3 * kSide, size::text - 1, look.fonts),
            {min.x + kSide, min.y + (kTopBar - size::text + 1) * 0.5f}, size::text - 1,
            look.colour.text, look);
  tell_words(title, min, {max.x - used - kSide, min.y + kTopBar}, UiRole::heading);
  ImGui::GetWindowDrawList()->AddLine({min.x, min.y + kTopBar}, {max.x, min.y + kTopBar},
                                      look.colour.border);
  return kTopBar + 1;
}

float Screen::draw_top_bar(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                           Actions& actions) {
  const ChatModel& model = parts.chat;
  Button menu;
  menu.label = say(Word::menu);
  menu.icon = icon::menu;
  menu.icon_only = true;
  menu.height = 44;
  ImGui::SetCursorScreenPos({min.x + 4, min.y + 4});
  if (magic::draw(menu, look)) drawer_open_ = true;

  const float middle = min.y + kTopBar * 0.5f;
  const float used = draw_part_buttons(parts, {max.x - 4, min.y + 4}, 44, look, actions);
  draw_text(elided(say(Word::product), max.x - min.x - used - 80, size::text, look.fonts),
            {min.x + 56, middle - size::text * 0.5f}, size::text, look.colour.text, look);
  const bool connected = model.link == Link::connected && model.health.store_available;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (!connected) list->AddCircleFilled({min.x + 36, min.y + 16}, 4, look.colour.error);
  list->AddLine({min.x, min.y + kTopBar}, {max.x, min.y + kTopBar}, look.colour.border);
  return kTopBar + 1;
}

void Screen::draw_chat(const ChatModel& model, ImVec2 min, ImVec2 max, const Look& look,
                       Actions& actions) {
  const ToldPart part(UiRole::region, say(Word::chat));
  const float side = max.x - min.x < size::narrow ? kNarrowSide : kSide;
  const float width = std::min(size::text_column, max.x - min.x - 2 * side);
  const float left = min.x + (max.x - min.x - width) * 0.5f;
  const words::Notice notice = words::notice(model);

  const float switches = switches_height(model, width, look);
  const float composer = composer_.height(model, width, look);
  const float strip = notice_height(notice, width, look);
  const float switches_y = max.y - kGap - switches;
  const float composer_y = switches_y - kGap - composer;
  const float strip_y = composer_y - (strip > 0 ? strip + kGap : 0);

  const ImVec2 conversation_max{max.x, strip_y - 4};
  if (model.entries.empty() && model.history == HistoryState::ready)
    draw_empty(min, conversation_max, width, look, actions);
  else
    conversation_.draw(model, min, conversation_max, width, ImGui::GetTime(), look, actions);
  if (conversation_.gives_focus_back()) composer_.take_focus();
  draw_notice(notice, {left, strip_y}, width, look, actions);
  composer_.draw(model, {left, composer_y}, width, look, actions);
  draw_switches(model, options_, {left, switches_y}, width, look, actions);
}

void Screen::draw_drawer(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                         Actions& actions) {
  const float right = std::min(min.x + size::side_panel + 40, max.x - 48);
  ImGui::SetNextWindowPos(min);
  ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
  // A menu that is open in it has the focus, and Escape is for that.
  const bool menu_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  if (!menu_open && !drawer_focused_) ImGui::SetNextWindowFocus();
  // The other window never comes to the front, so this one is before it.
  ImGui::Begin("Drawer", nullptr,
               (kWindow & ~ImGuiWindowFlags_NoBringToFrontOnFocus) | ImGuiWindowFlags_NoBackground);
  drawer_focused_ = ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows);
  const ToldPart part(UiRole::dialog, say(Word::menu));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, IM_COL32(0, 0, 0, 110));
  list->AddRectFilled(min, {right, max.y}, look.colour.background);
  const std::size_t before = actions.size();
  side_panel_.draw(parts, min, {right, max.y}, look, actions);
  for (std::size_t i = before; i < actions.size(); ++i)
    if (opens_a_chat(actions[i])) drawer_open_ = false;

  ImGui::SetCursorScreenPos({right, min.y});
  Button close;
  close.label = say(Word::menu_close);
  close.icon = icon::close;
  close.icon_only = true;
  close.height = 44;
  if (magic::draw(close, look)) drawer_open_ = false;
  ImGui::SetCursorScreenPos({right, min.y + 44});
  if (ImGui::InvisibleButton(say(Word::menu_outside_name), {max.x - right, max.y - min.y - 44}))
    drawer_open_ = false;
  // covered_ is of the frame before: Dear ImGui may have closed a menu with this very key.
  if (!menu_open && !covered_ && is_escape_pressed()) drawer_open_ = false;
  ImGui::End();
}

}  // namespace magic
