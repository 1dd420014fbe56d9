// Draws one message to several lanes at once.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class CompareView {
 public:
  void draw(const CompareModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);
};

}  // namespace magic
