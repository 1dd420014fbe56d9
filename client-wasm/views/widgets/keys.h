// Keys that mean something beside the widget that has the focus.
// Thread rule: UI thread.
#pragma once

#include "imgui_internal.h"

namespace magic {

// In this frame, whoever has claimed the key: the message field does so for good.
inline bool is_escape_pressed() { return ImGui::GetKeyData(ImGuiKey_Escape)->DownDuration == 0.0f; }

// Escape did something here, so it does not stop the answer as well: that is asked for later in the
// same frame.
inline int& escape_taken_in() {
  static int frame = -1;
  return frame;
}
inline void take_escape() { escape_taken_in() = ImGui::GetFrameCount(); }
inline bool is_escape_taken() { return escape_taken_in() == ImGui::GetFrameCount(); }

}  // namespace magic
