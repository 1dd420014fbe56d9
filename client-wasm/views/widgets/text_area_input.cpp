// The keys, the mouse and the fingers of a text area.
#include <algorithm>

#include "client-wasm/platform/composition.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/text_area.h"
#include "client-wasm/views/widgets/text_clock.h"
#include "imgui_internal.h"

namespace magic {
namespace {

// Dear ImGui's own time stands still while nothing is drawn, and with it would its double clicks.
constexpr int kNextClickMs = 400;
constexpr int kPauseMs = 1000;  // what is typed after it is undone by itself

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key); }

// On a Mac, Dear ImGui calls Cmd Ctrl.
struct Modifiers {
  const ImGuiIO& io = ImGui::GetIO();
  bool mac = io.ConfigMacOSXBehaviors;
  bool extend = io.KeyShift;
  bool by_word = mac ? io.KeyAlt : io.KeyCtrl;
  bool to_edge = mac && io.KeyCtrl;  // Cmd and an arrow
};

}  // namespace

// ---- focus --------------------------------------------------------------------------------------

bool TextArea::take_focus(const Frame& frame) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  const ImGuiIO& io = g.IO;
  const bool had = g.ActiveId == frame.id;
  const bool by_key = !had && g.NavActivateId == frame.id;
  const bool touch = io.MouseSource == ImGuiMouseSource_TouchScreen;
  const bool clicked = frame.hovered && io.MouseClicked[0];
  // A finger that moves scrolls; one that goes up where it went down has pressed.
  if (clicked && touch) finger_down_ = true;
  const bool tapped = finger_down_ && io.MouseReleased[0] && is_tap();
  if (!io.MouseDown[0]) finger_down_ = false;
  if (had && io.MouseClicked[0] && !frame.hovered) ImGui::ClearActiveID();
  if (!had && (by_key || tapped || (clicked && !touch))) {
    ImGuiWindow* window = g.CurrentWindow;
    ImGui::SetActiveID(frame.id, window);
    ImGui::SetFocusID(frame.id, window);
    ImGui::FocusWindow(window);
    show_caret(side_);
    if (frame.as.select_all || (by_key && one_line_)) {
      edit_.select(0, edit_.text().size());
      return by_key;
    }
  }
  if (g.ActiveId != frame.id) return false;
  if (tapped) point_at(io.MousePos, frame, false);
  if (clicked && !touch) {
    const bool again = text_clock_ms() - clicked_ms_ < kNextClickMs && io.MouseClickedCount[0] > 1;
    clicks_ = again ? clicks_ + 1 : 1;
    clicked_ms_ = text_clock_ms();
    dragging_ = true;
    point_at(io.MousePos, frame, io.KeyShift);
  }
  return by_key;
}

// An input method writes in place of the selection, from its first letter on.
void TextArea::take_preedit() {
  const std::string& now = composition().text;
  if (now == preedit_) return;
  if (preedit_.empty() && edit_.has_selection()) edit_.erase(Way::back, TextUnit::character);
  preedit_ = now;
  std::replace(preedit_.begin(), preedit_.end(), '\n', ' ');
  show_caret();
}

// ---- mouse --------------------------------------------------------------------------------------

void TextArea::take_mouse(const Frame& frame) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  // Others may be hovered, unless the text is being selected right now.
  g.ActiveIdAllowOverlap = !g.IO.MouseDown[0];
  if (!g.IO.MouseDown[0]) dragging_ = false;
  const bool moved = g.IO.MouseDelta.x != 0 || g.IO.MouseDelta.y != 0;
  if (dragging_ && moved && !g.IO.MouseClicked[0]) point_at(g.IO.MousePos, frame, true);
}

// One click places the caret, two select a word, three a line; a drag goes on by the same.
void TextArea::point_at(ImVec2 at, const Frame& frame, bool extend) {
  const ImVec2 from = origin(frame);
  const TextPlace hit = place_at(layout(frame), {at.x - from.x, at.y - from.y}, frame.look.fonts);
  const std::size_t place = place_of(hit.byte);
  const int unit = dragging_ ? std::min(clicks_, 3) : 1;
  if (unit == 1) {
    edit_.move_to(place, extend);
  } else {
    const auto [begin, end] = edit_.around(place, unit == 2 ? TextUnit::word : TextUnit::line);
    if (!extend) {
      drag_begin_ = begin;
      drag_end_ = end;
    }
    if (begin < drag_begin_)
      edit_.select(drag_end_, begin);
    else
      edit_.select(drag_begin_, std::max(end, drag_end_));
  }
  show_caret(hit.side);
}

// ---- keys ---------------------------------------------------------------------------------------

void TextArea::take_text(TextAreaEvents& events) {
  ImGuiIO& io = ImGui::GetIO();
  // AltGr, which writes characters, is Ctrl and Alt on some systems.
  const bool is_command = io.KeyCtrl && (!io.KeyAlt || io.ConfigMacOSXBehaviors);
  std::string typed;
  for (const ImWchar c : io.InputQueueCharacters) {
    char bytes[5];
    if ((c >= ' ' || c == '\n') && !is_command)
      typed.append(bytes, static_cast<std::size_t>(ImTextCharToUtf8(bytes, c)));
  }
  io.InputQueueCharacters.resize(0);
  if (!typed.empty()) write(typed, false, events);
}

void TextArea::write(std::string_view text, bool is_paste, TextAreaEvents& events) {
  if (text_clock_ms() - moved_ms_ > kPauseMs) edit_.end_group();
  events.left_out += is_paste ? edit_.paste(text) : edit_.type(text);
  show_caret();
}

// So that nothing beside the text acts on them.
void TextArea::own_keys(const Frame& frame) const {
  constexpr ImGuiKey kOwned[] = {ImGuiKey_LeftArrow,   ImGuiKey_RightArrow, ImGuiKey_Enter,
                                 ImGuiKey_KeypadEnter, ImGuiKey_Delete,     ImGuiKey_Backspace,
                                 ImGuiKey_Home,        ImGuiKey_End,        ImGuiKey_UpArrow,
                                 ImGuiKey_DownArrow,   ImGuiKey_PageUp,     ImGuiKey_PageDown};
  for (const ImGuiKey key : kOwned) ImGui::SetKeyOwner(key, frame.id);
  ImGui::GetCurrentContext()->ActiveIdUsingNavDirMask = ~0u;
  if (frame.as.takes_escape) ImGui::SetKeyOwner(ImGuiKey_Escape, frame.id);
}

void TextArea::take_keys(const Frame& frame, TextAreaEvents& events) {
  const Modifiers with;
  if (with.mac || !with.io.KeyAlt) {
    take_moves(frame);
    const TextUnit unit = with.to_edge   ? TextUnit::line
                          : with.by_word ? TextUnit::word
                                         : TextUnit::character;
    for (const Way way : {Way::back, Way::forward})
      if (pressed(way == Way::back ? ImGuiKey_Backspace : ImGuiKey_Delete) &&
          !(way == Way::forward && with.extend)) {
        if (text_clock_ms() - moved_ms_ > kPauseMs) edit_.end_group();
        edit_.erase(way, unit);
        show_caret();
      }
    take_shortcuts(frame, events);
  }
  if (pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeypadEnter)) {
    if (!one_line_ && (frame.as.enter_writes || with.io.KeyShift || with.io.KeyCtrl))
      write("\n", false, events);
    else
      events.entered = true;
    if (events.entered && !frame.as.keeps_focus) ImGui::ClearActiveID();
  }
  if (frame.as.takes_escape && ImGui::IsKeyPressed(ImGuiKey_Escape, 0, frame.id)) {
    events.escaped = true;
    ImGui::ClearActiveID();
  }
}

void TextArea::take_moves(const Frame& frame) {
  const Modifiers with;
  const bool to_edge = with.to_edge && !with.by_word;
  for (const Way way : {Way::back, Way::forward}) {
    const bool back = way == Way::back;
    if (pressed(back ? ImGuiKey_LeftArrow : ImGuiKey_RightArrow)) {
      if (to_edge) {
        move_to_edge(frame, way, with.extend);
      } else {
        edit_.move(way, with.by_word ? TextUnit::word : TextUnit::character, with.extend);
        show_caret();
      }
    }
    const bool line_key = pressed(back ? ImGuiKey_UpArrow : ImGuiKey_DownArrow);
    const bool edge_key = pressed(back ? ImGuiKey_Home : ImGuiKey_End);
    if ((line_key && to_edge) || (edge_key && with.io.KeyCtrl)) {
      edit_.move(way, TextUnit::text, with.extend);
      show_caret();
    } else if (edge_key) {
      move_to_edge(frame, way, with.extend);
    } else if (line_key) {
      move_lines(frame, back ? -1.0f : 1.0f);
    }
    if (pressed(back ? ImGuiKey_PageUp : ImGuiKey_PageDown)) {
      const float page = std::max(1.0f, frame.room.y / layout(frame).line_height - 1);
      move_lines(frame, back ? -page : page);
    }
  }
}

// To the line's begin or end as it is broken on the screen.
void TextArea::move_to_edge(const Frame& frame, Way way, bool extend) {
  const TextLayout& text = layout(frame);
  const TextLayout::Line& line = text.lines[line_of(text, caret_shown())];
  edit_.move_to(place_of(way == Way::back ? line.begin : line.end), extend);
  show_caret(way == Way::back ? LineSide::next_line : LineSide::this_line);
}

// Over lines of different lengths the caret keeps its column.
void TextArea::move_lines(const Frame& frame, float lines) {
  const bool extend = ImGui::GetIO().KeyShift;
  const TextLayout& text = layout(frame);
  const ImVec2 caret = caret_at(text, caret_shown(), frame.look.fonts);
  const float column = column_ >= 0 ? column_ : caret.x;
  const float y = caret.y + (lines + 0.5f) * text.line_height;
  TextPlace goal{lines < 0 ? 0 : edit_.text().size() + preedit_.size()};
  if (y > 0 && y < text.height) goal = place_at(text, {column, y}, frame.look.fonts);
  edit_.move_to(place_of(goal.byte), extend);
  show_caret(goal.side);
  column_ = column;
}

// By routes, so that in a popover the field that is written in gets them.
void TextArea::take_shortcuts(const Frame& frame, TextAreaEvents& events) {
  const auto is = [&](ImGuiKeyChord chord, ImGuiInputFlags repeat = ImGuiInputFlags_Repeat) {
    return ImGui::Shortcut(chord, repeat, frame.id);
  };
  if (is(ImGuiMod_Ctrl | ImGuiKey_A, 0)) {
    edit_.select(0, edit_.text().size());
    moved_ms_ = text_clock_ms();
  }
  if (edit_.has_selection()) {
    const bool cut = is(ImGuiMod_Ctrl | ImGuiKey_X, 0) || is(ImGuiMod_Shift | ImGuiKey_Delete, 0);
    const bool copied =
        cut || is(ImGuiMod_Ctrl | ImGuiKey_C, 0) || is(ImGuiMod_Ctrl | ImGuiKey_Insert, 0);
    if (copied && !is_secret_) ImGui::SetClipboardText(edit_.selected().c_str());
    if (cut) {
      edit_.erase(Way::back, TextUnit::character);
      show_caret();
    }
  }
  if (is(ImGuiMod_Ctrl | ImGuiKey_V) || is(ImGuiMod_Shift | ImGuiKey_Insert))
    if (const char* text = ImGui::GetClipboardText()) write(text, true, events);
  const bool undone = is(ImGuiMod_Ctrl | ImGuiKey_Z) && edit_.undo();
  if (undone ||
      ((is(ImGuiMod_Ctrl | ImGuiKey_Y) || is(ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z)) &&
       edit_.redo()))
    show_caret();
}

}  // namespace magic
