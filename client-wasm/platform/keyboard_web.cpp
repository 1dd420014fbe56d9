#include "client-wasm/platform/keyboard_web.h"

#include <emscripten.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "client-wasm/platform/composition.h"
#include "client-wasm/platform/dom.h"
#include "imgui_internal.h"

namespace magic {
namespace {

// KeyboardEvent.code, see keyboard.js.
constexpr std::array<std::pair<std::string_view, ImGuiKey>, 44> kNamedKeys{{
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"Escape", ImGuiKey_Escape},
    {"Quote", ImGuiKey_Apostrophe},
    {"Comma", ImGuiKey_Comma},
    {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period},
    {"Slash", ImGuiKey_Slash},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent},
    {"ContextMenu", ImGuiKey_Menu},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"F1", ImGuiKey_F1},
    {"F2", ImGuiKey_F2},
    {"F3", ImGuiKey_F3},
    {"F4", ImGuiKey_F4},
    {"F5", ImGuiKey_F5},
    {"F6", ImGuiKey_F6},
    {"F7", ImGuiKey_F7},
    {"F8", ImGuiKey_F8},
    {"F9", ImGuiKey_F9},
    {"F10", ImGuiKey_F10},
    {"F11", ImGuiKey_F11},
    {"F12", ImGuiKey_F12},
}};

ImGuiKey key_named(std::string_view name) {
  if (name.size() == 4 && name.substr(0, 3) == "Key" && name[3] >= 'A' && name[3] <= 'Z')
    return static_cast<ImGuiKey>(ImGuiKey_A + (name[3] - 'A'));
  if (name.size() == 6 && name.substr(0, 5) == "Digit" && name[5] >= '0' && name[5] <= '9')
    return static_cast<ImGuiKey>(ImGuiKey_0 + (name[5] - '0'));
  for (const auto& [known, key] : kNamedKeys)
    if (known == name) return key;
  return ImGuiKey_None;
}

enum Modifier { kCtrl = 1, kShift = 2, kAlt = 4, kMeta = 8 };

void set_modifiers(int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & kCtrl) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & kShift) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & kAlt) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & kMeta) != 0);
}

// What Ctrl+V gives. The page's clipboard can be read in a paste event only.
std::string& clipboard() {
  static std::string text;
  return text;
}

}  // namespace

void connect_web_keyboard() {
  ImGui::GetIO().ConfigMacOSXBehaviors = magic_is_mac();
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) -> const char* {
    return clipboard().c_str();
  };
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    clipboard() = text;
    magic_write_clipboard(text);
  };
  magic_listen_to_keyboard();
}

}  // namespace magic

// ---- called by web/keyboard.js ------------------------------------------------------------------

extern "C" {

EMSCRIPTEN_KEEPALIVE void magic_key(const char* name, int down, int modifiers) {
  using namespace magic;
  const ImGuiKey key = key_named(name);
  set_modifiers(modifiers);
  if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, down != 0);
}

// While it is held: by a view that acts on it wherever the focus is.
EMSCRIPTEN_KEEPALIVE int magic_key_is_taken(const char* name) {
  return ImGui::GetKeyOwner(magic::key_named(name)) != ImGuiKeyOwner_NoOwner ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void magic_release_keys() {
  // By the queue, behind what was typed before; Dear ImGui drops what changes nothing.
  magic::set_modifiers(0);
  for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_GamepadStart; ++key)
    ImGui::GetIO().AddKeyEvent(static_cast<ImGuiKey>(key), false);
}

EMSCRIPTEN_KEEPALIVE void magic_text(const char* text) {
  ImGui::GetIO().AddInputCharactersUTF8(text);
}

EMSCRIPTEN_KEEPALIVE void magic_preedit(const char* text) { magic::composition().text = text; }

EMSCRIPTEN_KEEPALIVE void magic_paste(const char* text) {
  magic::clipboard() = text;
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey command = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
  io.AddKeyEvent(command, true);
  io.AddKeyEvent(ImGuiKey_V, true);
  io.AddKeyEvent(ImGuiKey_V, false);
  io.AddKeyEvent(command, false);
}
}
