// Selecting text of the conversation and copying it, with the mouse and with the keyboard.
//
// Mouse: drag, double click a word, triple click a paragraph, shift+click extends; a drag beyond the
// edge scrolls. Keyboard, on a message that has the focus or once something is selected: Up and Down go
// from message to message, Shift with the arrows extends by character and line, Ctrl+Shift by word,
// Shift+Home and Shift+End to the message's ends; Ctrl+A selects the message, and pressed again all of
// the conversation; Ctrl+C copies; Escape clears. A finger scrolls and selects nothing.
// Thread rule: UI thread.
#pragma once

#include <string>

#include "client-wasm/views/message_list.h"
#include "client-wasm/views/text_selection.h"

namespace magic {

class Reading {
 public:
  // Before the list is drawn: messages may have come or gone.
  void follow(const Entries& entries) { selection_.follow(entries); }
  // After it: takes mouse and keys. `max` and `min` are those of the list.
  void take_input(const ChatModel& model, MessageList& list, ImVec2 min, ImVec2 max,
                  const Look& look, Actions& actions);

  TextSelection& selection() { return selection_; }
  bool is_scrolling() const { return scrolling_; }  // by a drag beyond the edge
  bool is_busy() const { return dragging_ || !selection_.empty(); }

  void select_message(const Entries& entries, std::size_t index);
  std::string selected_text(const Entries& entries) const;

 private:
  enum class Unit { character, word, part };

  void take_mouse(const Entries& entries, MessageList& list, ImVec2 min, ImVec2 max,
                  const Look& look);
  void begin_drag(const Entries& entries, const MessageList& list, MessagePlace place);
  void extend_to(const Entries& entries, const MessageList& list, MessagePlace place);
  TextRange unit_at(const MessageList& list, MessagePlace place) const;
  void take_keys(const ChatModel& model, MessageList& list, const Look& look, Actions& actions);
  void take_arrows(const ChatModel& model, MessageList& list, const Look& look);
  void move_focus(const ChatModel& model, MessageList& list, const Look& look);
  void select_more(const Entries& entries, const MessageList& list);
  void draw_caret(const MessageList& list, const Look& look) const;

  TextSelection selection_;
  bool dragging_ = false, scrolling_ = false;
  Unit unit_ = Unit::character;
  MessagePlace unit_begin_, unit_end_;  // what was pressed on
  std::size_t read_ = 0;                // the message that was pressed or focused last
};

}  // namespace magic
