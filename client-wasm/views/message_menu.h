// What can be done with one message, in a menu: by right click, a long press, the menu key or Shift+F10
// on the message that has the focus, or by pressing that.
//
// Thread rule: UI thread.
#pragma once

#include "client-wasm/views/message_list.h"
#include "client-wasm/views/reading.h"

namespace magic {

class MessageMenu {
 public:
  // After the list and its selection have had their turn.
  void draw(const ChatModel& model, MessageList& list, Reading& reading, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);

  // While a finger rests on a message: in how many ms it has rested long enough. -1: none does.
  int ms_to_long_press() const;

 private:
  void open_when_asked(const ChatModel& model, MessageList& list, ImVec2 min, ImVec2 max);
  bool is_long_press(bool over);
  void draw_items(const ChatModel& model, const Entry& entry, std::size_t index,
                  const MessageOffers& offers, Reading& reading, const Look& look,
                  Actions& actions);
  void draw_stored_items(const Message& message, const Look& look, Actions& actions);
  void draw_confirmation(const Message& message, const Look& look, Actions& actions);

  int key_ = 0;              // of the message it is for
  bool confirming_ = false;  // deletion was asked for once
  bool is_resting_ = false;  // a finger, on a message
};

}  // namespace magic
