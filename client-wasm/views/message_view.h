// One message of the conversation: a bubble at the right for the person; for the model its folded
// reasoning, plain text, a thin badge line with what can be done under it, and what went wrong where
// something did.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/message_tools.h"
#include "client-wasm/views/rich_text_view.h"

namespace magic {

class MessageView {
 public:
  // Cheap when nothing has changed. Returns how many bytes of the plain text are what they were; more
  // than it has when all of them are.
  std::size_t update(const Entry& entry, float width, const MessageOffers& offers,
                     const Look& look);
  float height() const { return height_; }
  const MessageOffers& offers() const { return offers_; }
  // What can be selected and searched, and where it stands in the message.
  const RichTextView& text() const { return text_; }
  ImVec2 text_at() const { return text_at_; }

  // `now` in seconds drives the pulse and the caret, which stand still with reduced motion.
  void draw(const Entry& entry, ImVec2 at, double now, const Look& look, const TextMarks& marks,
            Actions& actions);

 private:
  std::size_t lay_out_answer(const Entry& entry, const Look& look);
  void draw_user(const Entry& entry, ImVec2 at, const Look& look, const TextMarks& marks,
                 Actions& actions);
  void draw_answer(const Entry& entry, ImVec2 at, double now, const Look& look,
                   const TextMarks& marks, Actions& actions);
  void draw_reasoning(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_badge(const Entry& entry, ImVec2 at, double now, const Look& look);
  void draw_problem(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);

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
  ImVec2 text_at_;
  MessageTools tools_;
};

}  // namespace magic
