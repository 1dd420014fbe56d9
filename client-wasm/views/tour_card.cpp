#include "client-wasm/views/tour_card.h"

#include <algorithm>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/tour_words.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kPadding = 16.0f, kMark = 20.0f, kIndent = kMark + 12, kGap = 4.0f;
constexpr float kStepGap = 14.0f, kIcon = 12.0f;
constexpr std::size_t kShownCharacters = 220;

// A verdict has a shape of its own besides its colour.
void draw_mark(std::optional<TourVerdict> verdict, ImVec2 middle, float extent, const Look& look) {
  const Palette& colour = look.colour;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = extent * 0.5f;
  if (!verdict) return list->AddCircle(middle, radius - 1, colour.border, 0, 1.5f);
  switch (*verdict) {
    case TourVerdict::running:
      list->AddCircle(middle, radius - 1, colour.accent, 0, 2);
      list->AddCircleFilled(middle, radius * 0.4f, colour.accent);
      break;
    case TourVerdict::passed:
      list->AddCircleFilled(middle, radius, colour.accent);
      icon::check(middle, extent * 0.6f, colour.on_accent);
      break;
    case TourVerdict::failed:
      list->AddRectFilled({middle.x - radius, middle.y - radius},
                          {middle.x + radius, middle.y + radius}, colour.error, 4);
      icon::close(middle, extent * 0.7f, colour.background);
      break;
    case TourVerdict::skipped:
      list->AddCircle(middle, radius - 1, colour.muted, 0, 1.5f);
      list->AddLine({middle.x - radius * 0.5f, middle.y}, {middle.x + radius * 0.5f, middle.y},
                    colour.muted, 1.5f);
      break;
    case TourVerdict::stopped:
      list->AddCircle(middle, radius - 1, colour.muted, 0, 1.5f);
      icon::stop(middle, extent * 0.45f, colour.muted);
      break;
  }
}

ImU32 colour_of(std::optional<TourVerdict> verdict, const Look& look) {
  if (verdict == TourVerdict::passed || verdict == TourVerdict::running) return look.colour.accent;
  return verdict == TourVerdict::failed ? look.colour.error : look.colour.muted;
}

float draw_wrapped(std::string_view text, ImVec2 at, float width, float font_size, ImU32 colour,
                   const Look& look) {
  TextFormat format;
  format.font_size = font_size;
  const TextLayout layout = lay_out(text, width, format, look.fonts);
  draw(layout, at, colour, look);
  tell_words(text, at, {at.x + width, at.y + layout.height});
  return layout.height;
}

// Returns the height used.
float draw_step(const TourStep& step, const TourStepRun* run, ImVec2 at, float width,
                const Look& look) {
  const Palette& colour = look.colour;
  const std::optional<TourVerdict> verdict = run != nullptr ? run->verdict : std::nullopt;
  const ImVec2 text{at.x + kIndent, at.y};
  const float room = width - kIndent;
  const ImVec2 mark{at.x + kMark * 0.5f, at.y + size::text * 0.6f};
  if (verdict == TourVerdict::passed && step.expect.empty())
    ImGui::GetWindowDrawList()->AddCircleFilled(mark, 3, colour.muted);  // done; nothing to check
  else
    draw_mark(verdict, mark, 14, look);

  float y = text.y;
  y += draw_wrapped(shortened(what_is_done(step), kShownCharacters), {text.x, y}, room,
                    size::text - 1, colour.text, look) +
       kGap;
  if (step.kind == TourStepKind::say) {
    icon::of(step.mode)({text.x + kIcon * 0.5f, y + size::small * 0.6f}, kIcon,
                        step.mode == Mode::stateful ? colour.accent : colour.muted);
    y += draw_wrapped(words::tour_step(step, run), {text.x + kIcon + 8, y}, room - kIcon - 8,
                      size::small, colour.muted, look);
  }
  if (!step.sentence.empty())
    y += 2 + draw_wrapped(step.sentence, {text.x, y + 2}, room, size::small, colour.muted, look);
  if (run != nullptr && !run->answer.empty()) {
    y += 2 * kGap;
    const float top = y;
    y += draw_wrapped(shortened(run->answer, kShownCharacters), {text.x + 14, y}, room - 14,
                      size::small, colour.text, look);
    ImGui::GetWindowDrawList()->AddRectFilled({text.x, top}, {text.x + 3, y}, colour.border, 1.5f);
  }
  if (run != nullptr && !run->reason.empty())
    y += 2 * kGap + draw_wrapped(run->reason, {text.x, y + 2 * kGap}, room, size::small,
                                 colour_of(verdict, look), look);
  return y - at.y;
}

float draw_steps(const TourCard& card, ImVec2 at, float width, const Look& look, Actions& actions) {
  float y = at.y;
  for (std::size_t i = 0; i < card.scenario.steps.size(); ++i) {
    const TourStepRun* run = card.run ? &card.run->steps[i] : nullptr;
    y += draw_step(card.scenario.steps[i], run, {at.x, y}, width, look) + kStepGap;
  }
  if (!card.run || card.run->session_id.empty() || card.run->verdict == TourVerdict::running)
    return y - at.y - kStepGap;
  Button open;
  open.label = say(Word::tour_open);
  open.name = say(Word::tour_open_name, {card.scenario.title});
  open.kind = ButtonKind::outlined;
  open.font_size = size::small;
  ImGui::SetCursorScreenPos({at.x + kIndent, y});
  if (draw(open, look)) actions.push_back(TourAction(action::OpenTourSession{card.index}));
  return y + open.height - at.y;
}

// The title folds and unfolds the steps. True when it was pressed.
bool draw_title(const TourCard& card, ImVec2 at, float width, const Look& look) {
  std::string verdict = card.waits ? say(Word::verdict_waiting) : words::short_verdict(card.run);
  if (card.run && !card.run->reason.empty()) verdict += ". " + card.run->reason;
  // What follows ### is the item's identity, which must not change with the verdict.
  const std::string name = card.scenario.title + ": " + verdict + "###" + card.scenario.id;
  ImGui::SetCursorScreenPos(at);
  const bool pressed =
      ImGui::InvisibleButton(name.c_str(), {width, size::target}, ImGuiButtonFlags_EnableNav);
  tell_fold(name, card.unfolded);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const float middle = at.y + size::target * 0.5f;
  draw_mark(card.run ? std::optional(card.run->verdict) : std::nullopt,
            {at.x + kMark * 0.5f, middle}, kMark, look);
  const float text_width_left = width - kIndent - 24;
  const std::string title = elided(card.scenario.title, text_width_left, size::text, look.fonts);
  const float x = at.x + kIndent;
  draw_text(title, {x, middle - size::text * 0.5f}, size::text, look.colour.text, look);

  // An arrow that points to what is folded away, or down at what is shown.
  const ImVec2 tip{x + text_width(title, size::text, look.fonts) + 14, middle};
  const ImU32 ink = hovered ? look.colour.text : look.colour.muted;
  const ImVec2 right[] = {{tip.x - 2, tip.y - 4}, {tip.x + 2, tip.y}, {tip.x - 2, tip.y + 4}};
  const ImVec2 down[] = {{tip.x - 4, tip.y - 2}, {tip.x, tip.y + 2}, {tip.x + 4, tip.y - 2}};
  ImGui::GetWindowDrawList()->AddPolyline(card.unfolded ? down : right, 3, ink, 0, 1.6f);
  draw_focus_ring(at, {at.x + width, at.y + size::target}, size::rounding, look);
  return pressed;
}

}  // namespace

DrawnCard draw(const TourCard& card, ImVec2 at, float width, const Look& look, Actions& actions) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImDrawListSplitter layers;  // the card's own colour goes below what is drawn before its height
  layers.Split(list, 2);      // is known
  layers.SetCurrentChannel(list, 1);

  const float left = at.x + kPadding, room = width - 2 * kPadding;
  float y = at.y + 12;
  Button run;
  run.label = say(Word::tour_run);
  run.name = say(Word::tour_run_name, {card.scenario.title});
  run.kind = ButtonKind::outlined;
  run.enabled = card.can_run;
  const float run_width = button_width(run, look);

  DrawnCard drawn;
  drawn.folded_or_unfolded = draw_title(card, {left, y}, room - run_width - 8, look);
  ImGui::SetCursorScreenPos({left + room - run_width, y});
  if (draw(run, look)) actions.push_back(TourAction(action::RunScenario{card.index}));
  y += size::target + kGap;

  y += draw_wrapped(card.scenario.shows, {left + kIndent, y}, room - kIndent, size::small,
                    look.colour.muted, look);
  const std::string verdict = card.waits ? say(Word::tour_waiting) : words::verdict(card.run);
  if (!verdict.empty())
    y += kGap +
         draw_wrapped(verdict, {left + kIndent, y + kGap}, room - kIndent, size::small,
                      colour_of(card.run ? std::optional(card.run->verdict) : std::nullopt, look),
                      look);
  if (card.unfolded) {
    y += kStepGap;
    list->AddLine({left, y}, {left + room, y}, look.colour.border);
    y += kStepGap;
    y += draw_steps(card, {left, y}, room, look, actions);
  }
  y += kPadding;

  layers.SetCurrentChannel(list, 0);
  list->AddRectFilled(at, {at.x + width, y}, look.colour.raised, size::rounding);
  const bool failed = card.run && card.run->verdict == TourVerdict::failed;
  list->AddRect(at, {at.x + width, y}, failed ? look.colour.error : look.colour.border,
                size::rounding);
  layers.Merge(list);
  drawn.height = y - at.y;
  return drawn;
}

}  // namespace magic
