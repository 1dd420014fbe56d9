// The page of the comparison: lanes beside each other (below each other where it is narrow), what
// they have cost so far, and one field below that asks all of them.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <array>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/compare_field.h"
#include "client-wasm/views/compare_lane_view.h"
#include "client-wasm/views/theme.h"
#include "shared/chat_limits.h"

namespace magic {

class CompareView {
 public:
  void draw(const CompareModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);

 private:
  void draw_page(const CompareModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
                 float side, const Look& look, Actions& actions);
  float draw_tools(const CompareModel& model, const ChatModel& chat, ImVec2 at, float width,
                   const Look& look, Actions& actions);
  float draw_lanes(const CompareModel& model, const ChatModel& chat, ImVec2 at, float width,
                   const Look& look, Actions& actions);
  float draw_question(const CompareModel& model, ImVec2 at, float width, const Look& look,
                      Actions& actions);
  void scroll(const CompareModel& model, float question_y);

  CompareField field_;
  std::array<CompareLaneView, kMaxLanes> lanes_;  // by slot
  RichTextView question_;
  int last_frame_ = -10;
  int shown_number_ = 0;
};

}  // namespace magic
