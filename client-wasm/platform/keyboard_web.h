// Keys, text and the clipboard of the page, given to Dear ImGui in place of SDL's keyboard.
//
// Thread rule: UI thread.
#pragma once

namespace magic {

// After Dear ImGui's SDL backend, whose clipboard it replaces.
void connect_web_keyboard();

}  // namespace magic
