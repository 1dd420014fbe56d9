// Where the person writes. Enter sends, Shift+Enter begins a line, Up in an empty field takes back
// the last message to edit it, Escape stops an answer and never touches the text.
//
// It grows with its text up to 8 lines, then scrolls. What has no room in a message is left out and
// said. The draft lives in the model; this keeps the copy that is edited.
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/text_area.h"

namespace magic {

class Composer {
 public:
  // How high it wants to be with the draft it holds.
  float height(const ChatModel& model, float width, const Look& look);
  void draw(const ChatModel& model, ImVec2 at, float width, const Look& look, Actions& actions);

  void take_focus() { wants_focus_ = true; }

 private:
  void follow(const ChatModel& model);
  void draw_field(const ChatModel& model, ImVec2 at, ImVec2 extent, const Look& look,
                  Actions& actions);
  void draw_strip(const ChatModel& model, ImVec2 at, float width, const Look& look,
                  Actions& actions);
  void draw_button(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions);

  TextArea area_;
  int draft_revision_ = -1;
  bool wants_focus_ = true;
  std::size_t left_out_ = 0;  // bytes, of what was written or pasted last
};

}  // namespace magic
