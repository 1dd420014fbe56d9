#include "client-wasm/views/compare_field.h"

#include <utility>

#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 16.0f, kButton = 36.0f;
}  // namespace

void CompareField::draw(const CompareModel& model, const ChatModel& chat, ImVec2 at, float width,
                        const Look& look, Actions& actions) {
  const ImVec2 max{at.x + width, at.y + kHeight};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, max, look.colour.raised, 16);
  const bool focused = area_.has_focus();
  list->AddRect(at, max, focused ? look.colour.accent : look.colour.border, 16, 0,
                focused ? 1.5f : 1.0f);
  draw_text_field(model, at, width - kPadding - kButton - 4, look, actions);
  draw_button(model, chat, {max.x - kButton - 8, max.y - kButton - 8}, look, actions);
}

void CompareField::draw_text_field(const CompareModel& model, ImVec2 at, float width,
                                   const Look& look, Actions& actions) {
  if (draft_revision_ != model.draft_revision) {
    draft_revision_ = model.draft_revision;
    area_.set_text(model.draft);
  }
  // Escape stops the answers, and does not leave the field. A list that is open needs the key.
  const bool list_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  if (!list_open) {
    const ImGuiID owner = ImGui::GetID("Escape");
    ImGui::SetKeyOwner(ImGuiKey_Escape, owner, ImGuiInputFlags_LockThisFrame);
    if (model.running && ImGui::IsKeyPressed(ImGuiKey_Escape, 0, owner))
      actions.push_back(CompareAction(action::StopLanes{}));
  }
  TextAreaLook as;
  as.label = say(Word::lanes_field_name);
  as.placeholder = say(Word::lanes_field);
  as.extent = {width, kHeight};
  as.padding = {kPadding, 0};
  as.take_focus = std::exchange(wants_focus_, false);
  ImGui::SetCursorScreenPos(at);
  const TextAreaEvents events = area_.draw(as, look);
  if (area_.text() != model.draft)
    actions.push_back(CompareAction(action::ChangeQuestion{area_.text()}));
  if (events.entered) actions.push_back(CompareAction(action::AskLanes{}));
}

void CompareField::draw_button(const CompareModel& model, const ChatModel& chat, ImVec2 at,
                               const Look& look, Actions& actions) {
  Button button;
  button.icon_only = true;
  button.height = kButton;
  ImGui::SetCursorScreenPos(at);
  if (model.running) {
    button.label = say(Word::lanes_stop);
    button.icon = icon::stop;
    button.kind = ButtonKind::outlined;
    if (magic::draw(button, look)) actions.push_back(CompareAction(action::StopLanes{}));
    return;
  }
  button.label = say(Word::lanes_send);
  button.icon = icon::send;
  button.kind = ButtonKind::filled;
  button.enabled = compare_block(model, chat) == CompareBlock::none;
  if (magic::draw(button, look)) {
    actions.push_back(CompareAction(action::AskLanes{}));
    wants_focus_ = true;
  }
}

}  // namespace magic
