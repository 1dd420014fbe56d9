// Draws the list of sessions at the left.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class SessionListView {
 public:
  void draw(const SessionListModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);
};

}  // namespace magic
