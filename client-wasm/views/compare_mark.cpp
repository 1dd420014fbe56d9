#include "client-wasm/views/compare_mark.h"

namespace magic {

void draw_lane_mark(int slot, ImVec2 at, float extent, ImU32 colour) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half = extent * 0.5f;
  switch (slot) {
    case 0:
      return list->AddCircleFilled(at, half, colour);
    case 1:
      return list->AddRectFilled({at.x - half * 0.88f, at.y - half * 0.88f},
                                 {at.x + half * 0.88f, at.y + half * 0.88f}, colour, 1);
    case 2:
      return list->AddTriangleFilled({at.x, at.y - half * 1.05f}, {at.x + half, at.y + half * 0.8f},
                                     {at.x - half, at.y + half * 0.8f}, colour);
    default:
      return list->AddQuadFilled({at.x, at.y - half * 1.15f}, {at.x + half * 1.15f, at.y},
                                 {at.x, at.y + half * 1.15f}, {at.x - half * 1.15f, at.y}, colour);
  }
}

}  // namespace magic
