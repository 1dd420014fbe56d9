// One message of the conversation: a bubble at the right for the person; for the model its folded
// reasoning, plain text, a thin badge line with what can be done under it, and what went wrong where
// something did.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/rich_text_view.h"

namespace magic {

// What can be done with a message now.
struct MessageOffers {
  bool retry = false;       // what went wrong
  bool regenerate = false;  // ask for another answer
  bool choose = false;      // page through the answers
  bool edit = false;        // write the question anew

  bool operator==(const MessageOffers&) const = default;
};

class MessageView {
 public:
  // Cheap when nothing has changed.
  void update(const Entry& entry, float width, const MessageOffers& offers, const Look& look);
  float height() const { return height_; }

  // `now` in seconds drives the pulse and the caret, which stand still with reduced motion.
  void draw(const Entry& entry, ImVec2 at, double now, const Look& look, Actions& actions);

 private:
  void lay_out_answer(const Entry& entry, const Look& look);
  void draw_user(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_answer(const Entry& entry, ImVec2 at, double now, const Look& look, Actions& actions);
  void draw_reasoning(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_badge(const Entry& entry, ImVec2 at, double now, const Look& look);
  void draw_tools(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_pager(const Entry& entry, std::size_t shown, ImVec2 at, const Look& look,
                  Actions& actions);
  void draw_problem(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_copy(const Entry& entry, ImVec2 at, bool quiet, const Look& look, Actions& actions);

  RichTextView text_;
  TextLayout badge_, problem_, reasoning_;
  std::string thought_;         // the line that unfolds the reasoning; empty: there is none
  float reasoning_height_ = 0;  // of that line and of what is unfolded
  float tools_width_ = 0;
  bool tools_below_ = false;  // the badge line has no room for them
  bool has_problem_ = false;
  MessageOffers offers_;
  int revision_ = -1;
  float width_ = 0, height_ = 0, bubble_width_ = 0;
  double copied_at_ = -10;
};

}  // namespace magic
