// One lane of a comparison: a card with its settings at the top, its answer below them, and at the
// foot what the answer took.
//
// Lanes that stand beside each other are drawn equally high, so that their parts can be compared
// along a line: ask for the heights, then draw with the greatest.
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/compare_mark.h"
#include "client-wasm/views/rich_text_view.h"

namespace magic {

// What the cards of one page have in common.
struct LaneLayout {
  float width = 0;
  float control = size::target;  // height of what can be pressed
  bool paired = false;           // two settings fit beside each other
  bool number_row = false;       // a lane has a number, and it needs a row of its own
};

class CompareLaneView {
 public:
  // Cheap when nothing of it has changed.
  void update(const CompareLane& lane, const LaneLayout& layout, const ChatModel& chat,
              const Look& look);
  float height() const { return height_; }

  void draw(const CompareModel& model, const CompareLane& lane, const ChatModel& chat, ImVec2 at,
            float height, const Look& look, Actions& actions);

 private:
  float head_height() const;
  void draw_head(const CompareModel& model, const CompareLane& lane, const ChatModel& chat,
                 ImVec2 at, const Look& look, Actions& actions);
  void draw_provider(const CompareLane& lane, const ChatModel& chat, ImVec2 at, float width,
                     const Look& look, Actions& actions);
  void draw_model(const CompareModel& model, const CompareLane& lane, const ChatModel& chat,
                  ImVec2 at, float width, const Look& look, Actions& actions);
  void draw_memory(const CompareLane& lane, ImVec2 at, float width, const Look& look,
                   Actions& actions);
  void draw_number(const CompareLane& lane, ImVec2 at, float width, const Look& look,
                   Actions& actions);
  void draw_answer(const CompareLane& lane, ImVec2 at, const Look& look, Actions& actions);
  void draw_problem(ImVec2 at, const Look& look);
  void draw_foot(const CompareModel& model, const CompareLane& lane, ImVec2 at, const Look& look,
                 Actions& actions);

  RichTextView text_;
  TextLayout note_, problem_;
  bool has_note_ = false, has_problem_ = false, asked_ = false;
  LaneLayout layout_;
  float height_ = 0;
};

}  // namespace magic
