#include "client-wasm/views/touch.h"

#include "client-wasm/views/scroll_motion.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr ImGuiHoveredFlags kTouched =
    ImGuiHoveredFlags_ChildWindows | ImGuiHoveredFlags_AllowWhenBlockedByActiveItem;

// There is one finger.
struct Finger {
  ImGuiID window = 0;  // that it scrolls
  ScrollMotion motion;
  int frame = -1;  // the last one in which that window was drawn
};

Finger& finger() {
  static Finger only;
  return only;
}

}  // namespace

bool is_tap() {
  const ImGuiIO& io = ImGui::GetIO();
  return io.MouseSource != ImGuiMouseSource_TouchScreen ||
         io.MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < kTapDistance * kTapDistance;
}

void scroll_by_touch(const Look& look) {
  const ImGuiIO& io = ImGui::GetIO();
  Finger& only = finger();
  const ImGuiID window = ImGui::GetCurrentWindow()->ID;
  const bool is_touch = io.MouseSource == ImGuiMouseSource_TouchScreen;
  if (is_touch && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::IsWindowHovered(kTouched))
    only = {window, {}, 0};
  if (only.window != window) return;
  only.frame = ImGui::GetFrameCount();
  const bool is_held = is_touch && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  const bool moves = is_held && !is_tap();
  if (moves) ImGui::ClearActiveID();
  const float by =
      only.motion.step(is_held, moves ? -io.MouseDelta.y : 0, io.DeltaTime, look.reduced_motion);
  const float wanted = ImGui::GetScrollY() + by;
  if (by != 0) ImGui::SetScrollY(wanted);
  if (wanted < 0 || wanted > ImGui::GetScrollMaxY() || io.MouseWheel != 0) only.motion.stop();
}

bool is_gliding() {
  return finger().motion.is_gliding() && finger().frame == ImGui::GetFrameCount();
}

}  // namespace magic
