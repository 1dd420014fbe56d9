// Where the question to all lanes is written, in one line. Enter asks, Escape stops; neither takes
// text away that was not asked.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/text_area.h"

namespace magic {

class CompareField {
 public:
  static constexpr float kHeight = 52.0f;

  void draw(const CompareModel& model, const ChatModel& chat, ImVec2 at, float width,
            const Look& look, Actions& actions);
  void take_focus() { wants_focus_ = true; }

 private:
  void draw_text_field(const CompareModel& model, ImVec2 at, float width, const Look& look,
                       Actions& actions);
  void draw_button(const CompareModel& model, const ChatModel& chat, ImVec2 at, const Look& look,
                   Actions& actions);

  TextArea area_{TextRules{true}};
  int draft_revision_ = -1;
  bool wants_focus_ = true;
};

}  // namespace magic
