// One message of the conversation: a bubble at the right for the person, plain text with a thin
// badge line under it for the model, and what went wrong where something did.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/rich_text_view.h"

namespace magic {

class MessageView {
 public:
  // Cheap when neither entry nor width has changed. `is_last` and `can_retry` decide what is
  // offered under it.
  void update(const Entry& entry, float width, bool can_retry, const Look& look);
  float height() const { return height_; }

  // `now` in seconds drives the pulse and the caret, which stand still with reduced motion.
  void draw(const Entry& entry, ImVec2 at, double now, const Look& look, Actions& actions);

 private:
  void draw_user(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_answer(const Entry& entry, ImVec2 at, double now, const Look& look, Actions& actions);
  void draw_problem(const Entry& entry, ImVec2 at, const Look& look, Actions& actions);
  void draw_inspect(const Entry& entry, ImVec2 at, float icon_x, const Look& look,
                    Actions& actions);
  void draw_copy(const Entry& entry, ImVec2 at, bool quiet, const Look& look, Actions& actions);

  RichTextView text_;
  TextLayout badge_, problem_;
  bool has_problem_ = false, can_retry_ = false;
  int revision_ = -1;
  float width_ = 0, height_ = 0, bubble_width_ = 0;
  double copied_at_ = -10;
};

}  // namespace magic
