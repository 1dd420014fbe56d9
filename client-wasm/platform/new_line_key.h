// Shift+Enter in Dear ImGui's multi-line input.
#pragma once

#include "imgui.h"

namespace magic {

// InputTextMultiline with ImGuiInputTextFlags_CtrlEnterForNewLine sends on Enter and breaks the
// line on Ctrl+Enter; it knows nothing of Shift (1.92.2b). So each press of Shift+Enter is told to
// it as one tap of Ctrl+Enter, down and up at once: Dear ImGui spreads queued events over frames,
// and a Ctrl that went up in the frame of Enter would send.
inline void tap_new_line(ImGuiIO& io) {
  // Dear ImGui swaps Ctrl and Cmd itself on a Mac.
  const ImGuiKey ctrl = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
  io.AddKeyEvent(ctrl, true);
  io.AddKeyEvent(ImGuiKey_Enter, true);
  io.AddKeyEvent(ImGuiKey_Enter, false);
  io.AddKeyEvent(ctrl, false);
}

}  // namespace magic
