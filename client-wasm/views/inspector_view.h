// Draws what one turn was sent, and why.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/inspector.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class InspectorView {
 public:
  void draw(const InspectorModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);
};

}  // namespace magic
