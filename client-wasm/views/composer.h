// Where the person writes. Enter sends, Shift+Enter begins a line, Up in an empty field takes back
// the last message to edit it, Escape stops an answer and never touches the text.
//
// The draft lives in the model; this keeps the copy that Dear ImGui edits. Its soft limit is
// Dear ImGui 1.92.2's: a long line scrolls sideways instead of wrapping.
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class Composer {
 public:
  // How high it wants to be with the draft it holds.
  float height(const ChatModel& model) const;
  void draw(const ChatModel& model, ImVec2 at, float width, const Look& look, Actions& actions);

  void take_focus() { wants_focus_ = true; }

 private:
  void draw_field(const ChatModel& model, ImVec2 at, ImVec2 extent, const Look& look,
                  Actions& actions);
  void draw_edit_strip(const ChatModel& model, ImVec2 at, float width, const Look& look,
                       Actions& actions);
  void draw_button(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions);

  std::string text_;
  int draft_revision_ = -1;
  bool wants_focus_ = true;
  bool focused_ = false;
};

}  // namespace magic
