#include "client-wasm/model/shortcuts.h"

#include <utility>

namespace magic {
namespace {

constexpr Shortcut kWriting[] = {
    {"Enter", nullptr, Word::keys_send},
    {"Shift+Enter", nullptr, Word::keys_new_line},
    {"Up", nullptr, Word::keys_edit_last},
    {"Escape", nullptr, Word::keys_stop},
    {"Ctrl+Z", nullptr, Word::keys_undo},
    {"Ctrl+Y", "Shift+Ctrl+Z", Word::keys_redo},
    {"Ctrl+Left|Ctrl+Right", "Alt+Left|Alt+Right", Word::keys_by_word},
};
constexpr Shortcut kReading[] = {
    {"Page Up|Page Down", nullptr, Word::keys_scroll},
    {"Home|End", nullptr, Word::keys_ends},
    {"Shift+Left|Shift+Right", nullptr, Word::keys_select},
    {"Ctrl+A", nullptr, Word::keys_select_all},
    {"Ctrl+C", nullptr, Word::keys_copy},
    {"Ctrl+F", nullptr, Word::keys_find},
    {"Shift+F10", nullptr, Word::keys_menu},
};
constexpr Shortcut kChat[] = {
    {"Alt+M", "Control+Shift+M", Word::keys_memory},
    {"Alt+P", "Control+Shift+P", Word::keys_provider},
    {"Alt+N", "Control+Shift+N", Word::keys_new_chat},
    {"Alt+K", "Control+Shift+K", Word::keys_search},
};
constexpr Shortcut kWindow[] = {
    {"Tab|Shift+Tab", nullptr, Word::keys_next},
    {"Space|Enter", nullptr, Word::keys_press},
    {"Escape", nullptr, Word::keys_close},
    {"F1|Ctrl+/", nullptr, Word::keys_shortcuts},
};

template <std::size_t kCount>
constexpr ShortcutGroup group(Word title, const Shortcut (&all)[kCount]) {
  return {title, all, kCount};
}

struct KeyName {
  std::string_view key;
  Word said;
  const char* on_mac;  // written without a plus after it
};
constexpr KeyName kNames[] = {{"Ctrl", Word::key_ctrl, "⌘"},
                              {"Control", Word::key_ctrl, "⌃"},
                              {"Alt", Word::key_alt, "⌥"},
                              {"Shift", Word::key_shift, "⇧"},
                              {"Enter", Word::key_enter, nullptr},
                              {"Escape", Word::key_escape, nullptr},
                              {"Tab", Word::key_tab, nullptr},
                              {"Space", Word::key_space, nullptr},
                              {"Home", Word::key_home, nullptr},
                              {"End", Word::key_end, nullptr},
                              {"Page Up", Word::key_page_up, nullptr},
                              {"Page Down", Word::key_page_down, nullptr},
                              {"Up", Word::key_up, "↑"},
                              {"Left", Word::key_left, "←"},
                              {"Right", Word::key_right, "→"}};

std::string shown_key(std::string_view key, bool is_mac) {
  for (const KeyName& name : kNames)
    if (name.key == key) return is_mac && name.on_mac != nullptr ? name.on_mac : say(name.said);
  return std::string(key);
}

}  // namespace

const std::array<ShortcutGroup, kShortcutGroups>& shortcut_groups() {
  static constexpr std::array<ShortcutGroup, kShortcutGroups> kGroups{
      {group(Word::keys_writing, kWriting), group(Word::keys_reading, kReading),
       group(Word::keys_chat, kChat), group(Word::keys_window, kWindow)}};
  return kGroups;
}

std::vector<std::string> shown_keys(const Shortcut& shortcut, bool is_mac) {
  std::vector<std::string> shown(1);
  std::string_view keys =
      is_mac && shortcut.mac_keys != nullptr ? shortcut.mac_keys : shortcut.keys;
  while (!keys.empty()) {
    const std::size_t end = keys.find_first_of("+|");
    shown.back() += shown_key(keys.substr(0, end), is_mac);
    if (end == std::string_view::npos) break;
    if (keys[end] == '|')
      shown.emplace_back();
    else if (!is_mac)
      shown.back() += '+';
    keys.remove_prefix(end + 1);
  }
  return shown;
}

}  // namespace magic
