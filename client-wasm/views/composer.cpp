#include "client-wasm/views/composer.h"

#include <algorithm>

#include "client-wasm/model/editing.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/popover.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPaddingX = 16.0f, kPaddingY = 14.0f, kButton = 36.0f, kEditStrip = 36.0f;
constexpr int kMostLines = 8;
// Dear ImGui's own line height: it has no other.
constexpr float kLine = size::text;

int edit(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCharFilter) return data->EventChar == '\n';
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text.data();
  }
  return 0;
}

bool is_plain_enter() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyShift || io.KeyCtrl) return false;
  return ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter);
}

int shown_lines(const ChatModel& model) {
  const auto breaks = std::count(model.draft.begin(), model.draft.end(), '\n');
  return static_cast<int>(std::min<std::ptrdiff_t>(kMostLines, breaks + 1));
}

}  // namespace

float Composer::height(const ChatModel& model) const {
  return std::max(static_cast<float>(shown_lines(model)) * kLine + 2 * kPaddingY, kButton + 16) +
         (model.edit ? kEditStrip : 0);
}

void Composer::draw(const ChatModel& model, ImVec2 at, float width, const Look& look,
                    Actions& actions) {
  const float high = height(model);
  const ImVec2 max{at.x + width, at.y + high};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, max, look.colour.raised, 16);
  list->AddRect(at, max, focused_ ? look.colour.accent : look.colour.border, 16, 0,
                focused_ ? 1.5f : 1.0f);
  const float strip = model.edit ? kEditStrip : 0;
  if (model.edit) draw_edit_strip(model, at, width, look, actions);
  draw_field(model, {at.x + kPaddingX, at.y + strip},
             {width - 2 * kPaddingX - kButton - 4, high - strip}, look, actions);
  draw_button(model, {max.x - kButton - 8, max.y - kButton - 8}, look, actions);
}

// Above the field while the last message is written anew.
void Composer::draw_edit_strip(const ChatModel& model, ImVec2 at, float width, const Look& look,
                               Actions& actions) {
  Button cancel;
  cancel.label = "Cancel editing";
  cancel.icon = icon::close;
  cancel.icon_only = true;
  cancel.enabled = !model.edit->deleting;
  const std::string what = model.edit->deleting
                               ? "Deleting the old message and its answer…"
                               : "Editing your last message. Sending replaces it and its answer.";
  draw_text(elided(what, width - 2 * kPaddingX - size::target, size::small, look.fonts),
            {at.x + kPaddingX, at.y + (kEditStrip - size::small) * 0.5f + 2}, size::small,
            look.colour.muted, look);
  ImGui::SetCursorScreenPos({at.x + width - size::target - 10, at.y + 4});
  if (magic::draw(cancel, look)) actions.push_back(TalkAction(action::CancelEdit{}));
}

void Composer::draw_field(const ChatModel& model, ImVec2 at, ImVec2 extent, const Look& look,
                          Actions& actions) {
  ImGui::SetCursorScreenPos(at);
  const ImGuiID id = ImGui::GetID("Message");
  if (draft_revision_ != model.draft_revision) {
    draft_revision_ = model.draft_revision;
    text_ = model.draft;
    if (ImGuiInputTextState* state = ImGui::GetInputTextState(id))
      state->ReloadUserBufAndMoveToEnd();
  }

  // Escape would restore the text as it was when the field was entered: keep the key from it. While
  // something is open above the field, the key closes that.
  const ImGuiID escape_owner = ImGui::GetID("Escape");
  const bool is_covered = popover_is_open();
  if (!is_covered) ImGui::SetKeyOwner(ImGuiKey_Escape, escape_owner, ImGuiInputFlags_LockThisFrame);
  if (model.turn && !is_covered && !is_escape_taken() &&
      ImGui::IsKeyPressed(ImGuiKey_Escape, 0, escape_owner))
    actions.push_back(action::Stop{});

  if (wants_focus_) ImGui::SetKeyboardFocusHere();
  wants_focus_ = false;

  // Dear ImGui could tell of Enter itself, but then it leaves the field, and what is typed until
  // the field has the focus again is lost. So Enter begins a line for it, and that line is dropped.
  // Shift it does not know (1.92.2); Ctrl+Enter would leave the field but for the flag.
  const bool entered = ImGui::GetActiveID() == id && is_plain_enter();
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize;
  if (entered) flags |= ImGuiInputTextFlags_CallbackCharFilter;
  if (ImGui::GetIO().KeyCtrl) flags |= ImGuiInputTextFlags_CtrlEnterForNewLine;

  const float text_height = static_cast<float>(shown_lines(model)) * kLine;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, (extent.y - text_height) * 0.5f});
  // The label is the field's accessible name; Dear ImGui would write it beside the field.
  ImGui::PushFont(look.fonts.ui, size::text);
  ImGui::PushClipRect(at, {at.x + extent.x, at.y + extent.y}, true);
  ImGui::InputTextMultiline("Message", text_.data(), text_.capacity() + 1, extent, flags, edit,
                            &text_);
  ImGui::PopClipRect();
  ImGui::PopFont();
  ImGui::PopStyleVar();
  focused_ = ImGui::IsItemActive();

  if (focused_ && text_.empty() && model.draft.empty() && ImGui::IsKeyPressed(ImGuiKey_UpArrow)) {
    const bool unsent = !model.entries.empty() && model.entries.back().state == EntryState::unsent;
    if (unsent)
      actions.push_back(action::TakeBack{model.entries.back().key});
    else if (editable_entry(model) != nullptr)
      actions.push_back(TalkAction(action::EditLast{}));
  }
  if (text_ != model.draft) actions.push_back(action::ChangeDraft{text_});
  if (entered) actions.push_back(action::Send{});
  if (text_.empty())
    draw_text("Write a message…", {at.x, at.y + (extent.y - size::text) * 0.5f}, size::text,
              look.colour.muted, look);
}

void Composer::draw_button(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions) {
  Button button;
  button.icon_only = true;
  button.height = kButton;
  ImGui::SetCursorScreenPos(at);
  if (model.turn) {
    button.label = "Stop";
    button.icon = icon::stop;
    button.kind = ButtonKind::outlined;
    button.enabled = !model.turn->stopping;
    if (magic::draw(button, look)) actions.push_back(action::Stop{});
    return;
  }
  button.label = "Send";
  button.icon = icon::send;
  button.kind = ButtonKind::filled;
  button.enabled = send_block(model) == SendBlock::none;
  if (magic::draw(button, look)) {
    actions.push_back(action::Send{});
    wants_focus_ = true;
  }
}

}  // namespace magic
