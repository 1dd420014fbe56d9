// The sheet of shortcuts: every key of the UI and what it does.
//
// Thread rule: UI thread.
#pragma once

#include "client-wasm/views/theme.h"

namespace magic {

inline constexpr const char* kShortcutsSheet = "Shortcuts";  // for ImGui::OpenPopup

void draw_shortcuts_sheet(const Look& look);

}  // namespace magic
