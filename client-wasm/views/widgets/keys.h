// Keys that mean something beside the widget that has the focus.
// Thread rule: UI thread.
#pragma once

#include "imgui_internal.h"

namespace magic {

// In this frame, whoever has claimed the key: the message field does so for good.
inline bool is_escape_pressed() { return ImGui::GetKeyData(ImGuiKey_Escape)->DownDuration == 0.0f; }

}  // namespace magic
