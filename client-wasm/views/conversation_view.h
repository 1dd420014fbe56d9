// The conversation: its messages, what is selected and found in them, and a menu for each.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/views/find_bar.h"
#include "client-wasm/views/message_list.h"
#include "client-wasm/views/message_menu.h"
#include "client-wasm/views/reading.h"

namespace magic {

class ConversationView {
 public:
  // `column`: the width of the text, centred in the view.
  void draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column, double now,
            const Look& look, Actions& actions);

  void follow() { list_.follow(); }  // as after sending
  // What had the focus before something here took it is to have it again.
  bool gives_focus_back() const { return find_.was_closed(); }
  // When it must be drawn again though nothing happens; -1: not.
  int next_frame_ms() const;

 private:
  MessageList list_;
  Reading reading_;
  MessageMenu menu_;
  FindBar find_;
  int frame_ = -1;  // the last one in which it was drawn
};

}  // namespace magic
