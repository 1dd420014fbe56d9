// Draws what one turn was sent, and why.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/inspector.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/column.h"
#include "client-wasm/views/context_list.h"
#include "client-wasm/views/request_view.h"
#include "client-wasm/views/theme.h"
#include "client-wasm/views/turn_facts.h"

namespace magic {

class InspectorView {
 public:
  void draw(const InspectorModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);

 private:
  void draw_turn(Column& column, const InspectorModel& model, const ChatModel& chat,
                 Actions& actions);
  void draw_title(Column& column, const InspectorModel& model, const ShownTurn& shown,
                  Actions& actions);

  ContextList list_;
  RequestView request_;
  RedisFacts redis_;
};

}  // namespace magic
