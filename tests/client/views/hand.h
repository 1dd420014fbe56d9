// A hand for a view under test: mouse and keys, with as many frames in between as Dear ImGui needs.
// A test derives from it and says what a frame is.
#pragma once

#include "imgui.h"

namespace magic {

class Hand {
 public:
  virtual ~Hand() = default;
  virtual void frame() = 0;

  void settle() {
    for (int i = 0; i < 5; ++i) frame();
  }
  void click(ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(at.x, at.y);
    settle();
    io.AddMouseButtonEvent(0, true);
    settle();
    io.AddMouseButtonEvent(0, false);
    settle();
  }
  void press(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frame();
    ImGui::GetIO().AddKeyEvent(key, false);
    settle();
  }
  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    settle();
  }
};

}  // namespace magic
