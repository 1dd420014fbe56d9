#include "client-wasm/views/compare_lane_view.h"

#include <algorithm>

#include "client-wasm/model/compare_lanes.h"
#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/compare_words.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/chooser.h"

namespace magic {
namespace {

constexpr float kPadding = 12.0f, kGap = 8.0f, kMark = 12.0f, kIcon = 12.0f, kFigure = 21.0f;
constexpr float kProblemPadding = 10.0f, kProblemIndent = 22.0f, kAnswerGap = 12.0f;
constexpr int kFigures = 6;
constexpr ProviderId kProviders[] = {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo};

TextFormat small_format() {
  TextFormat format;
  format.font_size = size::small;
  return format;
}

ImU32 memory_colour(MemoryStrategy strategy, const Look& look) {
  return strategy == MemoryStrategy::none ? look.colour.muted : look.colour.accent;
}

icon::Draw memory_icon(MemoryStrategy strategy) {
  return icon::of(strategy == MemoryStrategy::none ? Mode::stateless : Mode::stateful);
}

CompareAction change(const CompareLane& lane, LaneChanges changes) {
  return action::ChangeLane{lane.slot, std::move(changes)};
}

}  // namespace

float CompareLaneView::head_height() const {
  float rows = layout_.paired ? 2 : 3;
  if (layout_.number_row && !layout_.paired) ++rows;
  return kPadding + size::target + rows * (layout_.control + kGap) + kPadding - kGap;
}

void CompareLaneView::update(const CompareLane& lane, const LaneLayout& layout,
                             const ChatModel& chat, const Look& look) {
  layout_ = layout;
  const float width = layout.width - 2 * kPadding;
  asked_ = lane.state != LaneState::idle;
  text_.update(asked_ ? lane.answer.text : std::string(), RichTextView::Kind::markdown, width,
               look.fonts);

  std::string note;
  const ProviderStatus* status = status_of(chat, lane.request.provider);
  if (!asked_ && status != nullptr && !status->available && !lane.request.model)
    note = status->reason.empty() ? words::unavailable(status->id) : status->reason;
  else if (!asked_)
    note = words::plan(lane.request);
  else if (lane.state == LaneState::waiting)
    note = say(Word::lane_waiting, {words::provider(lane.answer.provider)});
  else if (lane.asked != lane.request)
    note = words::asked_as(lane.asked);
  has_note_ = !note.empty();
  note_ = lay_out(note, width - (lane.state == LaneState::waiting ? kIcon + 6 : 0), small_format(),
                  look.fonts);

  const std::string problem = words::lane_problem(lane);
  has_problem_ = !problem.empty();
  TextFormat format = small_format();
  problem_ = lay_out(problem, width - 2 * kProblemPadding - kProblemIndent, format, look.fonts);

  height_ = head_height() + kAnswerGap;
  if (asked_ && !lane.answer.text.empty()) height_ += text_.height() + kGap;
  if (has_problem_) height_ += problem_.height + 2 * kProblemPadding + kGap;
  if (has_note_) height_ += note_.height + kGap;
  if (asked_) height_ += kFigures * kFigure + kGap + layout_.control;
  height_ += kPadding;
}

void CompareLaneView::draw(const CompareModel& model, const CompareLane& lane,
                           const ChatModel& chat, ImVec2 at, float height, const Look& look,
                           Actions& actions) {
  const ImVec2 max{at.x + layout_.width, at.y + height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, max, look.colour.raised, size::rounding);
  list->AddRect(at, max, look.colour.border, size::rounding);
  ImGui::PushID(lane.slot);
  const ToldPart part(UiRole::group, words::lane_name(lane.slot));
  draw_head(model, lane, chat, at, look, actions);
  const float line = at.y + head_height();
  list->AddLine({at.x + 1, line}, {max.x - 1, line}, look.colour.border);
  draw_answer(lane, {at.x + kPadding, line + kAnswerGap}, look, actions);
  if (asked_)
    draw_foot(model, lane,
              {at.x + kPadding, max.y - kPadding - layout_.control - kGap - kFigures * kFigure},
              look, actions);
  ImGui::PopID();
}

// ---- the settings -------------------------------------------------------------------------------

void CompareLaneView::draw_head(const CompareModel& model, const CompareLane& lane,
                                const ChatModel& chat, ImVec2 at, const Look& look,
                                Actions& actions) {
  const std::string name = words::lane_name(lane.slot);
  const float left = at.x + kPadding, width = layout_.width - 2 * kPadding;
  float y = at.y + kPadding * 0.5f;
  const float middle = y + size::target * 0.5f;
  draw_lane_mark(lane.slot, {left + kMark * 0.5f, middle}, kMark, look.colour.text);
  draw_text(name, {left + kMark + 8, middle - (size::text - 1) * 0.5f}, size::text - 1,
            look.colour.text, look);
  if (can_remove_lane(model)) {
    Button remove;
    remove.label = say(Word::lane_remove, {words::lane_letter(lane.slot)});
    remove.icon = icon::close;
    remove.icon_only = true;
    remove.height = layout_.control;
    ImGui::SetCursorScreenPos(
        {at.x + layout_.width - layout_.control - 4, middle - layout_.control * 0.5f});
    if (magic::draw(remove, look)) actions.push_back(CompareAction(action::RemoveLane{lane.slot}));
  }
  y += size::target + kPadding * 0.5f;

  ImGui::BeginDisabled(model.running.has_value());
  const float row = layout_.control + kGap;
  if (layout_.paired) {
    const float half = (width - kGap) * 0.5f;
    draw_provider(lane, chat, {left, y}, half, look, actions);
    draw_model(model, lane, chat, {left + half + kGap, y}, half, look, actions);
    const bool alone = number_of(lane.request) == 0;
    draw_memory(lane, {left, y + row}, alone ? width : half, look, actions);
    draw_number(lane, {left + half + kGap, y + row}, half, look, actions);
  } else {
    draw_provider(lane, chat, {left, y}, width, look, actions);
    draw_model(model, lane, chat, {left, y + row}, width, look, actions);
    draw_memory(lane, {left, y + 2 * row}, width, look, actions);
    draw_number(lane, {left, y + 3 * row}, width, look, actions);
  }
  ImGui::EndDisabled();
}

void CompareLaneView::draw_provider(const CompareLane& lane, const ChatModel& chat, ImVec2 at,
                                    float width, const Look& look, Actions& actions) {
  Chooser chooser;
  chooser.label = say(Word::lane_provider_name, {words::lane_letter(lane.slot)});
  chooser.width = width;
  chooser.height = layout_.control;
  for (const ProviderId id : kProviders) {
    const ProviderStatus* status = status_of(chat, id);
    if (id == lane.request.provider) chooser.chosen = static_cast<int>(chooser.choices.size());
    chooser.choices.push_back({words::provider(id), icon::of(id), colour_of(look.colour, id),
                               status != nullptr && !status->available});
  }
  ImGui::SetCursorScreenPos(at);
  const int pressed = magic::draw(chooser, look);
  if (pressed < 0) return;
  LaneChanges changes;
  changes.provider = kProviders[pressed];
  actions.push_back(change(lane, changes));
}

void CompareLaneView::draw_model(const CompareModel& model, const CompareLane& lane,
                                 const ChatModel& chat, ImVec2 at, float width, const Look& look,
                                 Actions& actions) {
  // The configured one first, then what else the provider offers.
  const ProviderStatus* status = status_of(chat, lane.request.provider);
  std::vector<std::string> names{status == nullptr ? std::string() : status->model};
  for (const ModelInfo& info : model.models)
    if (info.provider == lane.request.provider && info.name != names.front())
      names.push_back(info.name);
  if (lane.request.model &&
      std::find(names.begin(), names.end(), *lane.request.model) == names.end())
    names.push_back(*lane.request.model);

  Chooser chooser;
  chooser.label = say(Word::lane_model_name, {words::lane_letter(lane.slot)});
  chooser.width = width;
  chooser.height = layout_.control;
  for (const std::string& name : names) {
    if (lane.request.model == name) chooser.chosen = static_cast<int>(chooser.choices.size());
    chooser.choices.push_back({name.empty() ? say(Word::lane_usual_model) : shown_text(name)});
  }
  ImGui::SetCursorScreenPos(at);
  const int pressed = magic::draw(chooser, look);
  if (pressed < 0) return;
  // Naming the provider again without a model means its configured one.
  LaneChanges changes;
  changes.provider = lane.request.provider;
  if (pressed > 0) changes.model = names[static_cast<std::size_t>(pressed)];
  actions.push_back(change(lane, changes));
}

void CompareLaneView::draw_memory(const CompareLane& lane, ImVec2 at, float width, const Look& look,
                                  Actions& actions) {
  const std::vector<MemoryStrategy> all = strategies_of(lane.request.provider);
  Chooser chooser;
  chooser.label = say(Word::lane_memory_name, {words::lane_letter(lane.slot)});
  chooser.width = width;
  chooser.height = layout_.control;
  for (const MemoryStrategy strategy : all) {
    if (strategy == strategy_of(lane.request))
      chooser.chosen = static_cast<int>(chooser.choices.size());
    chooser.choices.push_back(
        {words::strategy(strategy), memory_icon(strategy), memory_colour(strategy, look)});
  }
  ImGui::SetCursorScreenPos(at);
  const int pressed = magic::draw(chooser, look);
  if (pressed >= 0)
    actions.push_back(
        change(lane, with_strategy(lane.request, all[static_cast<std::size_t>(pressed)])));
}

void CompareLaneView::draw_number(const CompareLane& lane, ImVec2 at, float width, const Look& look,
                                  Actions& actions) {
  const std::string number = words::memory_number(lane.request);
  if (number.empty()) return;
  const std::string name = words::lane_letter(lane.slot);
  for (const bool up : {false, true}) {
    Button step;
    step.label = say(up ? Word::lane_more : Word::lane_less, {name});
    step.icon = up ? icon::plus : icon::minus;
    step.icon_only = true;
    step.height = layout_.control;
    step.kind = ButtonKind::outlined;
    step.enabled = apply(with_number_stepped(lane.request, up), lane.request) != lane.request;
    ImGui::SetCursorScreenPos({up ? at.x + width - layout_.control : at.x, at.y});
    if (magic::draw(step, look))
      actions.push_back(change(lane, with_number_stepped(lane.request, up)));
  }
  const float room = width - 2 * layout_.control - 8;
  const std::string shown = elided(number, room, size::small + 0.5f, look.fonts);
  draw_text(shown,
            {at.x + (width - text_width(shown, size::small + 0.5f, look.fonts)) * 0.5f,
             at.y + (layout_.control - size::small) * 0.5f},
            size::small + 0.5f, look.colour.text, look);
}

// ---- the answer ---------------------------------------------------------------------------------

void CompareLaneView::draw_answer(const CompareLane& lane, ImVec2 at, const Look& look,
                                  Actions& actions) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  float y = at.y;
  if (asked_ && !lane.answer.text.empty()) {
    text_.draw(at, look, actions);
    if (lane.state == LaneState::streaming) {
      const ImVec2 caret{at.x + text_.end().x + 3, at.y + text_.end().y + 4};
      list->AddRectFilled(caret, {caret.x + 8, caret.y + 15}, look.colour.accent, 2);
    }
    y += text_.height() + kGap;
  }
  if (has_problem_) {
    draw_problem({at.x, y}, look);
    y += problem_.height + 2 * kProblemPadding + kGap;
  }
  if (!has_note_) return;
  float x = at.x;
  if (lane.state == LaneState::waiting) {
    icon::of(lane.answer.provider)({x + kIcon * 0.5f, y + note_.line_height * 0.5f}, kIcon,
                                   colour_of(look.colour, lane.answer.provider));
    x += kIcon + 6;
  }
  magic::draw(note_, {x, y}, look.colour.muted, look);
  tell_layout(note_, {x, y});
}

void CompareLaneView::draw_problem(ImVec2 at, const Look& look) {
  const ImVec2 max{at.x + layout_.width - 2 * kPadding,
                   at.y + problem_.height + 2 * kProblemPadding};
  ImGui::GetWindowDrawList()->AddRectFilled(at, max, look.colour.warning_background,
                                            size::rounding - 2);
  icon::warning(
      {at.x + kProblemPadding + kIcon * 0.5f, at.y + kProblemPadding + problem_.line_height * 0.5f},
      kIcon, look.colour.error);
  magic::draw(problem_, {at.x + kProblemPadding + kProblemIndent, at.y + kProblemPadding},
              look.colour.text, look);
  tell_layout(problem_, at);
}

void CompareLaneView::draw_foot(const CompareModel& model, const CompareLane& lane, ImVec2 at,
                                const Look& look, Actions& actions) {
  const float width = layout_.width - 2 * kPadding;
  float y = at.y;
  for (const words::Figure& figure : words::figures(lane)) {
    draw_text(figure.name, {at.x, y}, size::small, look.colour.muted, look);
    const float room = width - text_width(figure.name, size::small, look.fonts) - 8;
    const std::string value = elided(figure.value, room, size::small, look.fonts);
    draw_text(value, {at.x + width - text_width(value, size::small, look.fonts), y}, size::small,
              look.colour.text, look);
    tell_words(std::string(figure.name) + ": " + figure.value, {at.x, y},
               {at.x + width, y + kFigure});
    y += kFigure;
  }
  if (lane.answer.id.empty() || lane.answer.text.empty()) return;
  Button go_on;
  go_on.label = say(Word::lane_go_on, {words::lane_letter(lane.slot)});
  go_on.kind = ButtonKind::outlined;
  go_on.width = width;
  go_on.height = layout_.control;
  go_on.font_size = size::small + 0.5f;
  go_on.enabled = !model.running && !model.choosing;
  ImGui::SetCursorScreenPos({at.x, y + kGap});
  if (magic::draw(go_on, look)) actions.push_back(CompareAction(action::GoOnWith{lane.slot}));
}

}  // namespace magic
