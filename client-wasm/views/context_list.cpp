#include "client-wasm/views/context_list.h"

#include <algorithm>
#include <vector>

#include "client-wasm/views/inspector_words.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr std::size_t kShownAtFirst = 24;  // the newest of a long list
constexpr float kRow = 34.0f, kNote = 18.0f, kMark = 12.0f, kRoleWidth = 50.0f, kOutside = 8.0f;

void draw_dash(ImVec2 at, ImU32 colour) {
  ImGui::GetWindowDrawList()->AddLine({at.x - 5, at.y}, {at.x + 5, at.y}, colour, 1.8f);
}

// What lies behind the row that is unfolded, as high as that turned out to be.
void draw_back(ImVec2 min, ImVec2 max, const Look& look) {
  ImGui::GetWindowDrawList()->AddRectFilled(min, max, look.colour.sunken, size::rounding);
}

}  // namespace

void ContextList::draw(Column& column, const InspectorModel& model, const ChatModel& chat,
                       const ShownTurn& shown, Actions& actions) {
  const ContextReport& context = *shown.context;
  const std::vector<ContextRow> rows = context_rows(context, chat);
  if (context.unlisted_messages > 0)
    column.note(
        say(Plural::rows_unlisted, context.unlisted_messages,
            {words::count(context.unlisted_messages), words::reason(context.unlisted_reason)}));
  if (const std::int64_t gone = deleted_messages(context); gone > 0)
    column.note(say(Plural::rows_deleted, gone, {words::messages(gone)}));
  std::size_t first = 0;
  if (all_of_turn_ != shown.turn_id && rows.size() > kShownAtFirst) {
    first = rows.size() - kShownAtFirst;
    Button all;
    all.label = say(Word::rows_older, {words::count(static_cast<std::int64_t>(first))});
    all.font_size = size::small;
    if (column.buttons({all}) == 0) all_of_turn_ = shown.turn_id;
  }
  if (confirming_ != model.message_id) confirming_.clear();

  for (std::size_t i = first; i < rows.size(); ++i) {
    const ContextRow& row = rows[i];
    const bool open = row.message_id == model.message_id;
    ImGui::PushID(row.message_id.c_str());
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (open) {
      list->ChannelsSplit(2);
      list->ChannelsSetCurrent(1);
    }
    const ImVec2 top = column.at();
    draw_row(column, row, open, actions);
    if (open) {
      draw_actions(column, row, model, chat, shown, actions);
      list->ChannelsSetCurrent(0);
      draw_back({top.x - kOutside, top.y}, {top.x + column.width() + kOutside, column.y()},
                column.look());
      list->ChannelsMerge();
      column.skip(4);
    }
    ImGui::PopID();
  }
}

void ContextList::draw_row(Column& column, const ContextRow& row, bool open, Actions& actions) {
  const Look& look = column.look();
  const std::string note = words::row_note(row);
  const float height = kRow + (note.empty() ? 0 : kNote);
  const ImVec2 at = column.at();
  const ImVec2 min{at.x - kOutside, at.y}, max{at.x + column.width() + kOutside, at.y + height};
  const std::string name = words::row_name(row);
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton(name.c_str(), {max.x - min.x, height}, ImGuiButtonFlags_EnableNav) &&
      is_tap())
    actions.push_back(InspectorAction(action::UnfoldMessage{open ? "" : row.message_id}));
  tell_fold(name, open);
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(min, max, look.colour.hover, size::rounding);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  draw_focus_ring(min, max, size::rounding, look);
  column.skip(height);
  if (!ImGui::IsItemVisible()) return;

  const ImVec2 mark{at.x + kMark * 0.5f, at.y + kRow * 0.5f};
  if (row.sent)
    icon::check(mark, kMark, look.colour.accent);
  else
    draw_dash(mark, look.colour.muted);
  const float text_y = at.y + (kRow - size::small) * 0.5f;
  float x = at.x + kMark + 10;
  draw_text(say(row.role == Role::user ? Word::you : Word::row_model), {x, text_y}, size::small,
            look.colour.muted, look);
  if (!note.empty())
    draw_text(elided(note, column.width() - (x - at.x), size::small - 1, look.fonts),
              {x, at.y + kRow - 5}, size::small - 1, look.colour.muted, look);
  x += kRoleWidth;
  const std::string tokens = words::count(row.estimated_tokens);
  const float tokens_width = text_width(tokens, size::small, look.fonts);
  draw_text(tokens, {at.x + column.width() - tokens_width, text_y}, size::small, look.colour.muted,
            look);
  const float words_width = at.x + column.width() - tokens_width - 12 - x;
  draw_text(elided(row.words.empty() ? say(Word::no_text) : row.words, words_width, size::small,
                   look.fonts),
            {x, text_y}, size::small, row.sent ? look.colour.text : look.colour.muted, look);
}

void ContextList::draw_actions(Column& column, const ContextRow& row, const InspectorModel& model,
                               const ChatModel& chat, const ShownTurn& shown, Actions& actions) {
  const bool usable = !model.changing && !chat.turn && chat.link == Link::connected;
  const auto button = [&](const char* label) {
    Button b;
    b.label = label;
    b.kind = ButtonKind::outlined;
    b.enabled = usable;
    b.font_size = size::small;
    return b;
  };
  const auto act = [&](InspectorAction action) { actions.push_back(std::move(action)); };
  column.skip(4);
  if (!row.stored) {
    column.note(say(Word::message_is_gone));
  } else if (confirming_ == row.message_id) {
    column.text(say(Word::delete_question), size::small, column.look().colour.text);
    column.skip(6);
    Button erase = button(say(Word::delete_yes));
    erase.kind = ButtonKind::danger;
    const int pressed = column.buttons({erase, button(say(Word::delete_no))});
    if (pressed == 0) act(action::DeleteMessage{row.message_id});
    if (pressed >= 0) confirming_.clear();
  } else {
    const int pressed = column.buttons({button(say(row.pinned ? Word::unpin : Word::pin)),
                                        button(say(row.excluded ? Word::include : Word::exclude)),
                                        button(say(Word::delete_message))});
    if (pressed == 0)
      act(action::MarkMessage{row.message_id, {!row.pinned, false}});
    else if (pressed == 1)
      act(action::MarkMessage{row.message_id, {false, !row.excluded}});
    else if (pressed == 2)
      confirming_ = row.message_id;
  }
  if (row.stored && row.sent && row.reason != ContextReason::new_message) {
    Button ask = button(say(Word::what_if));
    ask.enabled =
        usable && shown.answer != nullptr && !(model.what_if && is_under_way(*model.what_if));
    if (column.buttons({ask}) == 0) act(action::AskWithout{row.message_id});
  }
  if (model.change_error) column.problem(say(Word::change_failed, {model.change_error->message}));
  if (model.what_if && model.what_if->turn_id == shown.turn_id &&
      model.what_if->message_id == row.message_id)
    what_if_.draw(column, *model.what_if);
  column.skip(6);
}

}  // namespace magic
