#include "client-wasm/views/message_menu.h"

#include <algorithm>
#include <cmath>

#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/popover.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kLongPress = 0.5f;  // seconds
constexpr const char* kMenu = "Message menu";

}  // namespace

void MessageMenu::draw(const ChatModel& model, MessageList& list, Reading& reading, ImVec2 min,
                       ImVec2 max, const Look& look, Actions& actions) {
  open_when_asked(model, list, min, max);
  if (!begin_menu(kMenu, say(Word::message_menu), look)) return;
  const auto entry = std::find_if(model.entries.begin(), model.entries.end(),
                                  [&](const Entry& candidate) { return candidate.key == key_; });
  if (entry == model.entries.end()) {  // it went while the menu was open
    ImGui::CloseCurrentPopup();
  } else {
    const auto index = static_cast<std::size_t>(entry - model.entries.begin());
    const MessageView* view = list.view(index);
    draw_items(model, *entry, index, view != nullptr ? view->offers() : MessageOffers{}, reading,
               look, actions);
  }
  end_menu();
}

void MessageMenu::open_when_asked(const ChatModel& model, MessageList& list, ImVec2 min,
                                  ImVec2 max) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                    ImGui::IsMouseHoveringRect(min, max);
  auto index = list.focused();
  const bool by_key = index && (list.is_focused_pressed() || ImGui::IsKeyPressed(ImGuiKey_Menu) ||
                                ImGui::IsKeyChordPressed(ImGuiMod_Shift | ImGuiKey_F10));
  const bool by_finger = is_long_press(over);
  if (by_finger || (over && ImGui::IsMouseClicked(ImGuiMouseButton_Right)))
    index = list.message_at(io.MousePos);
  else if (!by_key)
    return;
  if (!index || *index >= model.entries.size()) return;
  key_ = model.entries[*index].key;
  confirming_ = false;
  if (by_finger) {
    // What the finger lies on is not pressed when it is lifted, and it scrolls no more.
    ImGui::ClearActiveID();
    list.stop_gliding();
  }
  ImGui::OpenPopup(kMenu);
}

bool MessageMenu::is_long_press(bool over) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsMouseClicked(0))
    is_resting_ = over && io.MouseSource == ImGuiMouseSource_TouchScreen;
  if (!ImGui::IsMouseDown(0) || !is_tap()) is_resting_ = false;
  if (!is_resting_ || io.MouseDownDuration[0] < kLongPress) return false;
  is_resting_ = false;
  return true;
}

int MessageMenu::ms_to_long_press() const {
  if (!is_resting_) return -1;
  const float left = kLongPress - ImGui::GetIO().MouseDownDuration[0];
  return std::max(0, static_cast<int>(std::ceil(left * 1000)));
}

void MessageMenu::draw_items(const ChatModel& model, const Entry& entry, std::size_t index,
                             const MessageOffers& offers, Reading& reading, const Look& look,
                             Actions& actions) {
  const Message& message = entry.message;
  if (confirming_) return draw_confirmation(message, look, actions);
  if (!reading.selection().empty() && draw_menu_item(say(Word::copy_selection), icon::copy, look))
    actions.push_back(action::Copy{reading.selected_text(model.entries)});
  if (!message.text.empty()) {
    if (draw_menu_item(say(Word::copy_message), icon::copy, look))
      actions.push_back(action::Copy{message.text});
    if (draw_menu_item(say(Word::select_text), icon::columns, look))
      reading.select_message(model.entries, index);
  }
  if (offers.edit && draw_menu_item(say(Word::edit_again), icon::edit, look))
    actions.push_back(TalkAction(action::EditLast{}));
  if (offers.regenerate && draw_menu_item(say(Word::answer_again), icon::retry, look))
    actions.push_back(TalkAction(action::Regenerate{entry.key}));
  if (message.role == Role::assistant && !message.turn_id.empty() &&
      draw_menu_item(say(Word::inspect), icon::layers, look))
    actions.push_back(InspectorAction(action::InspectTurn{message.turn_id, message.id}));
  if (!message.id.empty() && !model.turn && model.link == Link::connected)
    draw_stored_items(message, look, actions);
}

// As in the inspector.
void MessageMenu::draw_stored_items(const Message& message, const Look& look, Actions& actions) {
  const auto act = [&](InspectorAction wanted) { actions.push_back(std::move(wanted)); };
  if (draw_menu_item(say(message.pinned ? Word::unpin : Word::pin), icon::flag, look))
    act(action::MarkMessage{message.id, {!message.pinned, false}});
  if (draw_menu_item(say(message.excluded ? Word::include : Word::exclude), icon::minus, look))
    act(action::MarkMessage{message.id, {false, !message.excluded}});
  if (draw_menu_item(say(Word::delete_message), icon::trash, look, false)) confirming_ = true;
}

void MessageMenu::draw_confirmation(const Message& message, const Look& look, Actions& actions) {
  draw_row_text(say(Word::delete_for_good), look.colour.text, look);
  if (draw_menu_item(say(Word::delete_it), icon::trash, look))
    actions.push_back(InspectorAction(action::DeleteMessage{message.id}));
  draw_menu_item(say(Word::keep_it), icon::close, look);
}

}  // namespace magic
