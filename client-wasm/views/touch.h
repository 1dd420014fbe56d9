// Fingers on what Dear ImGui scrolls with a wheel only.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/views/theme.h"

namespace magic {

inline constexpr float kTapDistance = 8.0f;  // a finger that moved further has not tapped

// A finger that moved has scrolled, not pressed.
bool is_tap();

// Lets a finger that came down on the current window scroll it, wherever it goes then, and press
// nothing; flicked, it glides on. Where windows are within each other the inner one is scrolled.
// Called in each frame, between BeginChild and EndChild.
void scroll_by_touch(const Look& look);

// Something of that glides: there must be another frame.
bool is_gliding();

}  // namespace magic
