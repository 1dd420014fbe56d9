#include "client-wasm/views/composer.h"

#include <algorithm>

#include "client-wasm/model/editing.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/popover.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPaddingX = 16.0f, kPaddingY = 14.0f, kButton = 36.0f, kStrip = 36.0f;
constexpr float kMostLines = 8;
constexpr float kLeastHigh = kButton + 16;

// What the text leaves to the button.
float field_width(float width) { return width - kPaddingX - kButton - 4; }

}  // namespace

float Composer::height(const ChatModel& model, float width, const Look& look) {
  follow(model);
  const float text = area_.text_height(field_width(width) - 2 * kPaddingX, size::text, look.fonts);
  const float most = kMostLines * size::text * size::line;
  return std::max(std::min(text, most) + 2 * kPaddingY, kLeastHigh) +
         (model.edit || left_out_ > 0 ? kStrip : 0);
}

// The draft may have been changed by something else than this field, and the longest message by the
// proxy.
void Composer::follow(const ChatModel& model) {
  area_.set_max_bytes(model.health.max_message_bytes);
  if (draft_revision_ == model.draft_revision) return;
  draft_revision_ = model.draft_revision;
  left_out_ = 0;
  if (area_.text() != model.draft) area_.set_text(model.draft);
}

void Composer::draw(const ChatModel& model, ImVec2 at, float width, const Look& look,
                    Actions& actions) {
  const float high = height(model, width, look);
  const ImVec2 max{at.x + width, at.y + high};
  const bool focused = area_.has_focus();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, max, look.colour.raised, 16);
  list->AddRect(at, max, focused ? look.colour.accent : look.colour.border, 16, 0,
                focused ? 1.5f : 1.0f);
  float strip = 0;
  if (model.edit || left_out_ > 0) {
    draw_strip(model, at, width, look, actions);
    strip = kStrip;
  }
  draw_field(model, {at.x, at.y + strip}, {field_width(width), high - strip}, look, actions);
  draw_button(model, {max.x - kButton - 8, max.y - kButton - 8}, look, actions);
}

// Above the field: that the last message is written anew, or that some of a text had no room.
void Composer::draw_strip(const ChatModel& model, ImVec2 at, float width, const Look& look,
                          Actions& actions) {
  std::string what = say(Word::editing);
  if (model.edit && model.edit->deleting) what = say(Word::editing_deletes);
  if (left_out_ > 0)
    what = say(Word::bytes_left_out,
               {words::count(static_cast<std::int64_t>(left_out_)),
                words::count(static_cast<std::int64_t>(model.health.max_message_bytes))});
  draw_text(elided(what, width - 2 * kPaddingX - size::target, size::small, look.fonts),
            {at.x + kPaddingX, at.y + (kStrip - size::small) * 0.5f + 2}, size::small,
            left_out_ > 0 ? look.colour.error : look.colour.muted, look);
  if (!model.edit) return;
  Button cancel;
  cancel.label = say(Word::editing_cancel);
  cancel.icon = icon::close;
  cancel.icon_only = true;
  cancel.enabled = !model.edit->deleting;
  ImGui::SetCursorScreenPos({at.x + width - size::target - 10, at.y + 4});
  if (magic::draw(cancel, look)) actions.push_back(TalkAction(action::CancelEdit{}));
}

void Composer::draw_field(const ChatModel& model, ImVec2 at, ImVec2 extent, const Look& look,
                          Actions& actions) {
  // Escape stops an answer, wherever the focus is, and never leaves the field. While something is
  // open above the field, the key closes that.
  const ImGuiID escape_owner = ImGui::GetID("Escape");
  const bool is_covered = popover_is_open();
  if (!is_covered) ImGui::SetKeyOwner(ImGuiKey_Escape, escape_owner, ImGuiInputFlags_LockThisFrame);
  if (model.turn && !is_covered && !is_escape_taken() &&
      ImGui::IsKeyPressed(ImGuiKey_Escape, 0, escape_owner))
    actions.push_back(action::Stop{});

  const bool was_empty = area_.text().empty();
  TextAreaLook as;
  as.label = say(Word::field_name);
  as.placeholder = say(Word::field);
  as.extent = extent;
  as.padding = {kPaddingX, kPaddingY};
  if (extent.y <= kLeastHigh) as.padding.y = (extent.y - size::text * size::line) * 0.5f;
  as.take_focus = std::exchange(wants_focus_, false);
  ImGui::SetCursorScreenPos(at);
  const TextAreaEvents events = area_.draw(as, look);
  if (events.changed || events.left_out > 0) left_out_ = events.left_out;

  if (area_.has_focus() && was_empty && model.draft.empty() &&
      ImGui::IsKeyPressed(ImGuiKey_UpArrow)) {
    const bool unsent = !model.entries.empty() && model.entries.back().state == EntryState::unsent;
    if (unsent)
      actions.push_back(action::TakeBack{model.entries.back().key});
    else if (editable_entry(model) != nullptr)
      actions.push_back(TalkAction(action::EditLast{}));
  }
  if (area_.text() != model.draft) actions.push_back(action::ChangeDraft{area_.text()});
  if (events.entered) actions.push_back(action::Send{});
}

void Composer::draw_button(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions) {
  Button button;
  button.icon_only = true;
  button.height = kButton;
  ImGui::SetCursorScreenPos(at);
  if (model.turn) {
    button.label = say(Word::stop);
    button.icon = icon::stop;
    button.kind = ButtonKind::outlined;
    button.enabled = !model.turn->stopping;
    if (magic::draw(button, look)) actions.push_back(action::Stop{});
    return;
  }
  button.label = say(Word::send);
  button.icon = icon::send;
  button.kind = ButtonKind::filled;
  button.enabled = send_block(model) == SendBlock::none;
  if (magic::draw(button, look)) {
    actions.push_back(action::Send{});
    wants_focus_ = true;
  }
}

}  // namespace magic
