#include "client-wasm/views/conversation_view.h"

namespace magic {

void ConversationView::draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column,
                            double now, const Look& look, Actions& actions) {
  if (column < 40 || max.y - min.y < 10) return;
  frame_ = ImGui::GetFrameCount();
  min.y += find_.draw(model, min, max, list_.first_visible(), look);

  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("Conversation", {max.x - min.x, max.y - min.y}, ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                        ImGuiWindowFlags_NoBackground);
  reading_.follow(model.entries);
  list_.draw(model, min, max, column, now, look, reading_.selection(), find_.find(), actions);
  if (const auto target = find_.take_target()) list_.reveal(model, *target, look);
  reading_.take_input(model, list_, min, max, look, actions);
  menu_.draw(model, list_, reading_, min, max, look, actions);
  ImGui::EndChild();
}

int ConversationView::next_frame_ms() const {
  if (frame_ != ImGui::GetFrameCount()) return -1;
  if (list_.is_gliding() || reading_.is_scrolling() || find_.is_searching()) return 0;
  return menu_.ms_to_long_press();
}

}  // namespace magic
