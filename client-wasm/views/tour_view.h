// Draws the scenarios that show what memory does.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/tour.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class TourView {
 public:
  void draw(const TourModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max, const Look& look,
            Actions& actions);
};

}  // namespace magic
