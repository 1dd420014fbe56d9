#include "client-wasm/views/app_keys.h"

#include "imgui.h"

namespace magic {

AppKey pressed_app_key() {
  if (ImGui::IsKeyPressed(ImGuiKey_F1, false) ||
      ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_Slash))
    return AppKey::shortcuts;
  // Option writes characters on a Mac. Dear ImGui calls the key Control there Super.
  const ImGuiKeyChord held = ImGui::GetIO().ConfigMacOSXBehaviors
                                 ? static_cast<ImGuiKeyChord>(ImGuiMod_Super) | ImGuiMod_Shift
                                 : static_cast<ImGuiKeyChord>(ImGuiMod_Alt);
  if (ImGui::IsKeyChordPressed(held | ImGuiKey_M)) return AppKey::memory;
  if (ImGui::IsKeyChordPressed(held | ImGuiKey_P)) return AppKey::provider;
  if (ImGui::IsKeyChordPressed(held | ImGuiKey_N)) return AppKey::new_chat;
  if (ImGui::IsKeyChordPressed(held | ImGuiKey_K)) return AppKey::search;
  return AppKey::none;
}

}  // namespace magic
