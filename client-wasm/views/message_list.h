// The conversation, scrolled. Only what is visible is laid out; the rest has its last known or a
// guessed height. It follows new text at the bottom until the reader scrolls up. A frame costs what is
// visible, however many messages there are.
//
// Scrolling is our own rather than Dear ImGui's: it must move in the same frame in which a height
// above becomes known, and follow a finger.
// Thread rule: UI thread. Units: points.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/find.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/heights.h"
#include "client-wasm/views/message_view.h"
#include "client-wasm/views/scroll_motion.h"
#include "client-wasm/views/text_selection.h"

namespace magic {

class MessageList {
 public:
  // `column`: the width of the text, centred in the view. Draws into the current window.
  void draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column, double now,
            const Look& look, TextSelection& selection, const Find& find, Actions& actions);

  void follow() { following_ = true; }  // as after sending
  // While something is selected, new text below does not move what is read.
  void hold(bool held) { held_ = held; }
  void scroll_by(float points);
  // Scrolls there unless it is in sight already. For one that is not laid out yet, lays it out.
  void reveal(const ChatModel& model, MessagePlace place, const Look& look);
  // The finger is on its way to a long press, or the list glides: draw on.
  bool is_gliding() const { return motion_.is_gliding(); }
  void stop_gliding() { motion_.stop(); }

  // Of what was drawn in this frame.
  std::optional<MessagePlace> place_at(ImVec2 point, const Fonts& fonts) const;
  std::optional<std::size_t> message_at(ImVec2 point) const;
  bool is_on_text(ImVec2 point) const;
  const MessageView* view(std::size_t index) const;  // nullptr: it is not laid out
  ImVec2 top_left(std::size_t index) const;          // on the screen
  std::size_t first_visible() const { return first_; }

  // The message that has the keyboard's focus, and whether it was pressed (Enter, Space, or by a
  // screen reader).
  std::optional<std::size_t> focused() const { return focused_; }
  bool is_focused_pressed() const { return focused_pressed_; }
  void focus(std::size_t index) { wants_focus_ = index; }

 private:
  struct Slot {
    int key = 0;
    std::unique_ptr<MessageView> view;  // only near what is visible
    float laid_out_width = 0;           // 0: the height is a guess
  };

  void match_slots(const Entries& entries);
  void lay_out_visible(const ChatModel& model, const Look& look, TextSelection& selection);
  // Returns by how much it became higher.
  float lay_out_slot(const ChatModel& model, std::size_t index, const Look& look);
  void forget_far_views(const TextSelection& selection);
  void add_item(const Entry& entry, std::size_t index, const Look& look);
  double bottom() const;
  void take_input(const Look& look);
  void draw_scrollbar(const Look& look);
  void draw_jump_button(const Look& look);

  std::vector<Slot> slots_;
  Heights heights_;  // of the slots, with the gap below each
  std::uint64_t seen_changes_ = 0;
  ImVec2 min_, max_;  // of the view
  float width_ = 0, left_ = 0;
  double scroll_ = 0;
  std::size_t first_ = 0, last_ = 0;                      // that are visible
  std::size_t with_view_first_ = 0, with_view_last_ = 0;  // beyond these nothing is laid out
  TextSelection* selection_ = nullptr;                    // only while drawing
  ScrollMotion motion_;
  bool following_ = true;
  bool held_ = false;
  bool panning_ = false;
  std::optional<std::size_t> focused_, wants_focus_;
  bool focused_pressed_ = false;
};

}  // namespace magic
