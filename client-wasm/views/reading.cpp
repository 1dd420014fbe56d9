#include "client-wasm/views/reading.h"

#include <algorithm>
#include <array>

#include "client-wasm/views/message_text.h"
#include "client-wasm/views/reading_moves.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/popover.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kEdgeSpeed = 9.0f;  // points a second for each point beyond the edge

bool is_inside(ImVec2 point, ImVec2 min, ImVec2 max) {
  return point.x >= min.x && point.y >= min.y && point.x < max.x && point.y < max.y;
}

bool is_touch() { return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen; }

}  // namespace

void Reading::take_input(const ChatModel& model, MessageList& list, ImVec2 min, ImVec2 max,
                         const Look& look, Actions& actions) {
  scrolling_ = false;
  take_mouse(model.entries, list, min, max, look);
  if (list.focused()) read_ = *list.focused();
  if (!ImGui::GetIO().WantTextInput && !popover_is_open()) take_keys(model, list, look, actions);
  list.hold(is_busy());
}

// ---- mouse --------------------------------------------------------------------------------------

void Reading::take_mouse(const Entries& entries, MessageList& list, ImVec2 min, ImVec2 max,
                         const Look& look) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool over = ImGui::IsWindowHovered() && is_inside(io.MousePos, min, max);
  const bool on_item = ImGui::IsAnyItemHovered();
  if (is_touch()) {
    dragging_ = false;
    if (over && !on_item && ImGui::IsMouseReleased(0) && is_tap()) selection_.clear();
    return;
  }
  if (over && !on_item && list.is_on_text(io.MousePos) &&
      ImGui::GetMouseCursor() == ImGuiMouseCursor_Arrow)
    ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (ImGui::IsMouseClicked(0)) {
    const auto place = list.place_at(io.MousePos, look.fonts);
    if (over && !on_item && place)
      begin_drag(entries, list, *place);
    else if (!over && !popover_is_open())
      selection_.clear();
  }
  if (!ImGui::IsMouseDown(0)) dragging_ = false;
  if (!dragging_) return;
  const float beyond = io.MousePos.y < min.y   ? io.MousePos.y - min.y
                       : io.MousePos.y > max.y ? io.MousePos.y - max.y
                                               : 0;
  scrolling_ = beyond != 0;
  if (scrolling_) list.scroll_by(beyond * kEdgeSpeed * io.DeltaTime);
  const ImVec2 seen{io.MousePos.x, std::clamp(io.MousePos.y, min.y, max.y - 1)};
  if (const auto place = list.place_at(seen, look.fonts)) extend_to(entries, list, *place);
}

void Reading::begin_drag(const Entries& entries, const MessageList& list, MessagePlace place) {
  const ImGuiIO& io = ImGui::GetIO();
  dragging_ = true;
  read_ = place.message;
  if (io.KeyShift && selection_.exists()) {
    unit_ = Unit::character;
    unit_begin_ = unit_end_ = selection_.anchor();
    return;
  }
  const int clicks = io.MouseClickedCount[0];
  unit_ = clicks >= 3 ? Unit::part : clicks == 2 ? Unit::word : Unit::character;
  const TextRange unit = unit_at(list, place);
  unit_begin_ = {place.message, unit.begin};
  unit_end_ = {place.message, unit.end};
  selection_.set(entries, unit_begin_, unit_end_);
}

void Reading::extend_to(const Entries& entries, const MessageList& list, MessagePlace place) {
  const TextRange unit = unit_at(list, place);
  if (place < unit_begin_)
    selection_.set(entries, unit_end_, {place.message, unit.begin});
  else
    selection_.set(entries, unit_begin_, std::max(unit_end_, {place.message, unit.end}));
}

TextRange Reading::unit_at(const MessageList& list, MessagePlace place) const {
  const MessageView* view = list.view(place.message);
  if (view == nullptr || unit_ == Unit::character) return {place.byte, place.byte};
  return unit_ == Unit::word ? view->text().word_at(place.byte) : view->text().part_at(place.byte);
}

// ---- keyboard -----------------------------------------------------------------------------------

void Reading::take_keys(const ChatModel& model, MessageList& list, const Look& look,
                        Actions& actions) {
  const bool reads = list.focused() || selection_.exists();
  if (!selection_.empty() && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_C))
    actions.push_back(action::Copy{selected_text(model.entries)});
  if ((reads || ImGui::IsWindowFocused()) && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_A))
    select_more(model.entries, list);
  if (selection_.exists() && is_escape_pressed()) {
    // A caret, where nothing is selected, is no reason to keep the key from others.
    if (!selection_.empty()) take_escape();
    selection_.clear();
  }
  if (!reads) return;
  // Dear ImGui would go to another widget with them.
  const ImGuiID owner = ImGui::GetID("Reading");
  constexpr std::array kKeys{ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow,
                             ImGuiKey_DownArrow};
  for (const ImGuiKey key : kKeys) ImGui::SetKeyOwner(key, owner);
  if (ImGui::GetIO().KeyShift)
    take_arrows(model, list, look);
  else if (list.focused())
    move_focus(model, list, look);
  if (selection_.exists()) draw_caret(list, look);
}

void Reading::take_arrows(const ChatModel& model, MessageList& list, const Look& look) {
  const ReadingMove move = pressed_move();
  if (move == ReadingMove::none) return;
  const Entries& entries = model.entries;
  if (!selection_.exists()) selection_.set(entries, {read_, 0}, {read_, 0});
  MessagePlace head = selection_.head();
  if (list.view(head.message) == nullptr) list.reveal(model, head, look);
  const MessageView* view = list.view(head.message);
  if (view == nullptr) return;
  if (const auto byte = moved(view->text(), head.byte, move, look.fonts)) {
    head.byte = *byte;
  } else if (is_forward(move) && head.message + 1 < entries.size()) {
    head = {head.message + 1, 0};
  } else if (!is_forward(move) && head.message > 0) {
    --head.message;
    head.byte = message_text(entries[head.message]).size();
  }
  selection_.set(entries, selection_.anchor(), head);
  list.reveal(model, head, look);
}

void Reading::move_focus(const ChatModel& model, MessageList& list, const Look& look) {
  const auto is_pressed = [](ImGuiKey key) {
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, ImGui::GetID("Reading"));
  };
  std::size_t to = *list.focused();
  if (is_pressed(ImGuiKey_UpArrow) && to > 0) --to;
  if (is_pressed(ImGuiKey_DownArrow) && to + 1 < model.entries.size()) ++to;
  if (to == *list.focused()) return;
  list.focus(to);
  list.reveal(model, {to, 0}, look);
}

void Reading::select_message(const Entries& entries, std::size_t index) {
  if (index >= entries.size()) return;
  read_ = index;
  selection_.set(entries, {index, 0}, {index, message_text(entries[index]).size()});
}

// The message; when it is selected already, all of the conversation.
void Reading::select_more(const Entries& entries, const MessageList& list) {
  if (entries.empty()) return;
  const std::size_t index = std::min(list.focused() ? *list.focused() : read_, entries.size() - 1);
  const TextSelection before = selection_;
  select_message(entries, index);
  if (!before.exists() || before.first() != selection_.first() ||
      before.last() != selection_.last())
    return;
  const std::size_t last = entries.size() - 1;
  selection_.set(entries, {0, 0}, {last, message_text(entries[last]).size()});
}

std::string Reading::selected_text(const Entries& entries) const {
  std::string text;
  if (selection_.empty()) return text;
  const std::size_t first = selection_.first().message;
  for (std::size_t i = first; i <= selection_.last().message && i < entries.size(); ++i) {
    const std::string whole = message_text(entries[i]);
    const TextRange range = selection_.in_message(i);
    if (i > first) text += "\n\n";
    const std::size_t begin = std::min(range.begin, whole.size());
    text.append(whole, begin, std::min(range.end, whole.size()) - begin);
  }
  return text;
}

// Where the keyboard extends from.
void Reading::draw_caret(const MessageList& list, const Look& look) const {
  const MessageView* view = list.view(selection_.head().message);
  if (view == nullptr || dragging_) return;
  const RichTextView::Caret caret = view->text().caret_at(selection_.head().byte, look.fonts);
  const ImVec2 at = list.top_left(selection_.head().message);
  const ImVec2 top{at.x + view->text_at().x + caret.at.x, at.y + view->text_at().y + caret.at.y};
  ImGui::GetWindowDrawList()->AddRectFilled(
      {top.x - 0.75f, top.y + 2}, {top.x + 0.75f, top.y + caret.height - 2}, look.colour.accent);
}

}  // namespace magic
