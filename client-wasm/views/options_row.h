// The row of options under the two switches: model, memory strategy, "More", and the lock that
// keeps a chat on this machine.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/text_area.h"

namespace magic {

class OptionsRow {
 public:
  static constexpr float kHeight = size::target;
  void draw(const ChatModel& model, ImVec2 at, float width, const Look& look, Actions& actions);

 private:
  void draw_models(const ChatModel& model, ImVec2 above, const Look& look, Actions& actions);
  void draw_strategies(const ChatModel& model, ImVec2 above, const Look& look, Actions& actions);
  void draw_more(const ChatModel& model, ImVec2 above, const Look& look, Actions& actions);
  void draw_instructions(const ChatModel& model, const Look& look, Actions& actions);
  void draw_lock(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions);

  TextArea instructions_;  // the copy that is edited
  bool more_open_ = false;
};

}  // namespace magic
