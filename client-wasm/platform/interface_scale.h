// How many of the window's points one point of the UI takes.
//
// Within Dear ImGui all is in points of the UI. What comes from the window (its size, the mouse) is
// divided by this, what goes to it (the caret's place, the widgets' places) is multiplied.
// Thread rule: UI thread.
#pragma once

namespace magic {

// The one there is: a program has one window.
inline float& interface_scale() {
  static float scale = 1;
  return scale;
}

}  // namespace magic
