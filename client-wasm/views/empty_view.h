// What stands in the place of a conversation that has not begun: one question and three sentences.
#pragma once

#include "client-wasm/views/theme.h"

namespace magic {

void draw_empty(ImVec2 min, ImVec2 max, float width, const Look& look);

}  // namespace magic
