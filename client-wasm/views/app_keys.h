// The keys that work wherever the focus is, chosen so that neither Chromium, Firefox nor Safari has
// a use for them. Documented in model/shortcuts.cpp; keyboard.js keeps them from the browser.
//
// Thread rule: UI thread.
#pragma once

namespace magic {

enum class AppKey { none, shortcuts, memory, provider, new_chat, search };

AppKey pressed_app_key();  // in this frame

}  // namespace magic
