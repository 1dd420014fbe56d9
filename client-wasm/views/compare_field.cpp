#include "client-wasm/views/compare_field.h"

#include <utility>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 16.0f, kButton = 36.0f;

int resize(ImGuiInputTextCallbackData* data) {
  auto& text = *static_cast<std::string*>(data->UserData);
  text.resize(static_cast<std::size_t>(data->BufTextLen));
  data->Buf = text.data();
  return 0;
}

}  // namespace

void CompareField::draw(const CompareModel& model, const ChatModel& chat, ImVec2 at, float width,
                        const Look& look, Actions& actions) {
  const ImVec2 max{at.x + width, at.y + kHeight};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, max, look.colour.raised, 16);
  list->AddRect(at, max, focused_ ? look.colour.accent : look.colour.border, 16, 0,
                focused_ ? 1.5f : 1.0f);
  draw_text_field(model, {at.x + kPadding, at.y}, width - 2 * kPadding - kButton - 4, look,
                  actions);
  draw_button(model, chat, {max.x - kButton - 8, max.y - kButton - 8}, look, actions);
}

void CompareField::draw_text_field(const CompareModel& model, ImVec2 at, float width,
                                   const Look& look, Actions& actions) {
  ImGui::SetCursorScreenPos(at);
  const ImGuiID id = ImGui::GetID(say(Word::lanes_field_name));
  if (draft_revision_ != model.draft_revision) {
    draft_revision_ = model.draft_revision;
    text_ = model.draft;
    if (ImGuiInputTextState* state = ImGui::GetInputTextState(id))
      state->ReloadUserBufAndMoveToEnd();
  }
  // Escape would restore the text as it was when the field was entered: keep the key from it. A list
  // that is open needs the key.
  const bool list_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  if (!list_open) {
    const ImGuiID owner = ImGui::GetID("Escape");
    ImGui::SetKeyOwner(ImGuiKey_Escape, owner, ImGuiInputFlags_LockThisFrame);
    if (model.running && ImGui::IsKeyPressed(ImGuiKey_Escape, 0, owner))
      actions.push_back(CompareAction(action::StopLanes{}));
  }
  if (std::exchange(wants_focus_, false)) ImGui::SetKeyboardFocusHere();

  ImGuiIO& io = ImGui::GetIO();
  const bool kept_active = std::exchange(io.ConfigInputTextEnterKeepActive, true);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, (kHeight - size::text) * 0.5f});
  ImGui::PushFont(look.fonts.ui, size::text);
  ImGui::PushClipRect(at, {at.x + width, at.y + kHeight}, true);
  ImGui::SetNextItemWidth(width);
  const bool entered = ImGui::InputText(
      say(Word::lanes_field_name), text_.data(), text_.capacity() + 1,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue, resize, &text_);
  ImGui::PopClipRect();
  ImGui::PopFont();
  ImGui::PopStyleVar();
  io.ConfigInputTextEnterKeepActive = kept_active;
  focused_ = ImGui::IsItemActive();

  if (text_ != model.draft) actions.push_back(CompareAction(action::ChangeQuestion{text_}));
  if (entered) actions.push_back(CompareAction(action::AskLanes{}));
  if (text_.empty())
    draw_text(say(Word::lanes_field), {at.x, at.y + (kHeight - size::text) * 0.5f}, size::text,
              look.colour.muted, look);
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
