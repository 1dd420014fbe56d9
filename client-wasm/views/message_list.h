// The conversation, scrolled. Only what is visible is laid out; the rest has its last known or a
// guessed height. It follows new text at the bottom until the reader scrolls up.
//
// Scrolling is our own rather than Dear ImGui's: it must move in the same frame in which a height
// above becomes known, and follow a finger.
// Thread rule: UI thread. Units: points.
#pragma once

#include <memory>
#include <vector>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/message_view.h"

namespace magic {

class MessageList {
 public:
  // `column`: the width of the text, centred in the view.
  void draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column, double now,
            const Look& look, Actions& actions);

  void follow() { following_ = true; }  // as after sending

 private:
  struct Slot {
    int key = 0;
    std::unique_ptr<MessageView> view;  // only near what is visible
    float height = 0;
    float laid_out_width = 0;  // 0: the height is a guess
  };

  void match_slots(const ChatModel& model);
  void lay_out_visible(const ChatModel& model, float view_height, const Look& look);
  void lay_out_slot(const ChatModel& model, std::size_t index, const Look& look);
  float content_height() const;
  void take_input(ImVec2 min, ImVec2 max);
  void draw_scrollbar(ImVec2 min, ImVec2 max, const Look& look);
  void draw_jump_button(ImVec2 min, ImVec2 max, const Look& look);

  std::vector<Slot> slots_;
  float width_ = 0;
  float scroll_ = 0;
  bool following_ = true;
  bool panning_ = false;
};

}  // namespace magic
