// Dear ImGui without a window: what a view under test is drawn by. A base, so that it is there
// before the view and goes after it.
#pragma once

#include "client-wasm/platform/fonts.h"
#include "imgui.h"

namespace magic {

class WindowlessImGui {
 public:
  explicit WindowlessImGui(ImVec2 extent) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = extent;
    io.IniFilename = nullptr;
    loaded_ = load_fonts(*io.Fonts);
  }
  ~WindowlessImGui() { ImGui::DestroyContext(); }
  WindowlessImGui(const WindowlessImGui&) = delete;
  WindowlessImGui& operator=(const WindowlessImGui&) = delete;

 protected:
  Fonts loaded_;
};

}  // namespace magic
