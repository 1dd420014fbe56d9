// What stands in the place of a conversation that has not begun: one question, three sentences, and
// the way to the tour.
#pragma once

#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

void draw_empty(ImVec2 min, ImVec2 max, float width, const Look& look, Actions& actions);

}  // namespace magic
