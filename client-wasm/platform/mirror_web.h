// The accessibility mirror: every widget of a frame told to the page (web/mirror.js), so that
// screen readers can name and press it. Dear ImGui's test hooks report the widgets; they are
// internal API of the pinned version.
//
// Thread rule: UI thread.
#pragma once

#include <vector>

#include "client-wasm/platform/platform.h"

namespace magic {

void start_mirror();        // once Dear ImGui exists
void begin_mirror_frame();  // before the widgets
void end_mirror_frame();    // tells the page, if anything changed

void tell_spoken_messages(const std::vector<SpokenMessage>& messages);

}  // namespace magic
