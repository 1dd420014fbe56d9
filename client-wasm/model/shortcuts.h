// The keys of the whole UI, in one table: the sheet of shortcuts is drawn from it.
//
// Pure; thread rule: UI thread, for the words.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/words/say.h"

namespace magic {

struct Shortcut {
  const char* keys;                // "F1|Ctrl+/": one of them
  const char* mac_keys = nullptr;  // where more differs than Cmd in place of Ctrl
  Word what{};
};

struct ShortcutGroup {
  Word title;
  const Shortcut* first;
  std::size_t count;
};
inline constexpr std::size_t kShortcutGroups = 4;
const std::array<ShortcutGroup, kShortcutGroups>& shortcut_groups();

// One text for each way to press it: "F1", "Ctrl+/"; on a Mac "⌘/".
std::vector<std::string> shown_keys(const Shortcut& shortcut, bool is_mac);

}  // namespace magic
