#include "client-wasm/views/inspector_view.h"

#include <string>
#include <vector>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/context_bar.h"
#include "client-wasm/views/inspector_words.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kHead = 44.0f, kPadding = 16.0f;

// Turns over the answers of a turn: "‹ Answer 1 of 2 ›".
void draw_pager(Column& column, const InspectorModel& model, const ShownTurn& shown,
                Actions& actions) {
  const auto turn_over = [&](const char* label, int by) {
    const int index = shown.answer_index + by;
    Button button;
    button.label = label;
    button.kind = ButtonKind::outlined;
    button.enabled = index >= 0 && index < shown.answers;
    button.font_size = size::small;
    if (!draw(button, column.look())) return;
    const AnswerRecord& answer = model.record->answers[static_cast<std::size_t>(index)];
    actions.push_back(InspectorAction(action::InspectTurn{shown.turn_id, answer.answer.id}));
  };
  const std::string place =
      say(Word::answer_of, {words::count(shown.answer_index + 1), words::count(shown.answers)});
  const Look& look = column.look();
  ImGui::SetCursorScreenPos(column.at());
  turn_over(say(Word::answer_earlier), -1);
  ImGui::SameLine(0, 10);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(place, {at.x, at.y + (size::target - size::small) * 0.5f}, size::small,
            look.colour.text, look);
  tell_words(place, at, {at.x + 80, at.y + size::target});
  ImGui::SetCursorScreenPos({at.x + text_width(place, size::small, look.fonts) + 10, at.y});
  turn_over(say(Word::answer_later), 1);
  column.skip(size::target + 6);

  if (shown.answer->answer.current) {
    column.note(say(Word::answer_counts));
  } else {
    Button choose;
    choose.label = say(Word::answer_choose);
    choose.kind = ButtonKind::outlined;
    choose.enabled = !model.changing;
    choose.font_size = size::small;
    if (column.buttons({choose}) == 0)
      actions.push_back(InspectorAction(action::ChooseAnswer{shown.answer->answer.id}));
  }
  column.skip(10);
}

void draw_summary(Column& column, const SummaryReport& summary) {
  column.section(say(Word::summary_sent));
  column.note(say(summary.made_now ? Word::summary_covers_new : Word::summary_covers,
                  {words::messages(summary.covered_messages)}));
  column.skip(4);
  column.text(shown_text(summary.text), size::small, column.look().colour.text);
}

}  // namespace

void InspectorView::draw(const InspectorModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
                         const Look& look, Actions& actions) {
  const ToldPart part(UiRole::complementary, say(Word::inspector));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, look.colour.background);
  list->AddLine(min, {min.x, max.y}, look.colour.border);
  draw_text(say(Word::inspector), {min.x + kPadding, min.y + (kHead - size::text + 1) * 0.5f + 2},
            size::text - 1, look.colour.muted, look);
  Button close;
  close.label = say(Word::inspector_close);
  close.icon = icon::close;
  close.icon_only = true;
  ImGui::SetCursorScreenPos({max.x - size::target - 8, min.y + (kHead - size::target) * 0.5f + 2});
  if (magic::draw(close, look)) actions.push_back(InspectorAction(action::ShowInspector{false}));

  ImGui::SetCursorScreenPos({min.x + 1, min.y + kHead});
  ImGui::BeginChild("What was sent", {max.x - min.x - 1, max.y - min.y - kHead},
                    ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
  scroll_by_touch(look);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Column column({at.x + kPadding - 1, at.y + 4}, max.x - min.x - 2 * kPadding, look);
  draw_turn(column, model, chat, actions);
  ImGui::SetCursorScreenPos({at.x, column.y()});
  ImGui::Dummy({1, kPadding});
  ImGui::EndChild();
}

void InspectorView::draw_turn(Column& column, const InspectorModel& model, const ChatModel& chat,
                              Actions& actions) {
  const ShownTurn shown = shown_turn(model, chat);
  const Look& look = column.look();
  if (shown.turn_id.empty()) {
    column.text(say(Word::inspector_nothing), size::text, look.colour.text);
    column.skip(6);
    column.note(say(Word::inspector_nothing_hint));
    return;
  }
  draw_title(column, model, shown, actions);
  if (shown.context != nullptr) {
    draw_context_bar(column, *shown.context, words::provider(shown.provider));
    column.section(say(Word::rows_title));
    list_.draw(column, model, chat, shown, actions);
    if (shown.context->summary) draw_summary(column, *shown.context->summary);
  } else if (!model.read_error) {
    column.note(say(chat.link == Link::offline       ? Word::inspector_offline
                    : model.record && !model.reading ? Word::inspector_no_record
                                                     : Word::inspector_reading));
  }
  if (model.read_error) {
    column.skip(8);
    column.problem(say(Word::inspector_failed, {shown_text(model.read_error->message)}));
    Button again;
    again.label = say(Word::read_again);
    again.icon = icon::retry;
    again.kind = ButtonKind::outlined;
    if (column.buttons({again}) == 0) actions.push_back(InspectorAction(action::ReadTurnAgain{}));
  }
  if (shown.answer != nullptr) {
    request_.draw(column, *shown.answer, actions);
    draw_upstream(column, *shown.answer);
  } else if (shown.running) {
    column.skip(12);
    column.note(say(Word::inspector_running));
  }
  redis_.draw(column, model.redis_key, model.seconds_left, actions);
}

void InspectorView::draw_title(Column& column, const InspectorModel& model, const ShownTurn& shown,
                               Actions& actions) {
  column.text(words::turn_title(shown), size::heading[1], column.look().colour.text,
              UiRole::heading);
  if (shown.answer != nullptr) {
    const Message& answer = shown.answer->answer;
    std::string made_by = words::provider(answer.provider);
    if (!answer.model.empty() && answer.model != name_of(answer.provider))
      made_by += " " + shown_text(answer.model);
    column.note(made_by + ", " + words::memory_in_full(shown.answer->request));
  }
  column.skip(8);
  if (!shown.is_last) {
    Button latest;
    latest.label = say(Word::inspector_latest);
    latest.icon = icon::down;
    latest.kind = ButtonKind::outlined;
    latest.font_size = size::small;
    if (column.buttons({latest}) == 0) actions.push_back(InspectorAction(action::InspectTurn{}));
  }
  if (shown.answers > 1) draw_pager(column, model, shown, actions);
  column.skip(4);
}

}  // namespace magic
