#include "client-wasm/views/tour_view.h"

#include <algorithm>

#include "client-wasm/views/notice_view.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/tour_card.h"
#include "client-wasm/views/tour_words.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kSide = 20.0f, kNarrowSide = 12.0f, kGap = 12.0f, kTop = 24.0f;
constexpr ProviderId kProviders[] = {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo};

ProviderId chosen_provider(const TourModel& model, const ChatModel& chat) {
  return model.provider.value_or(chat.provider);
}

void draw_providers(const TourModel& model, const ChatModel& chat, ImVec2 at, const Look& look,
                    Actions& actions) {
  std::vector<Segment> segments;
  int chosen = 0;
  for (const ProviderId id : kProviders) {
    if (id == chosen_provider(model, chat)) chosen = static_cast<int>(segments.size());
    const std::string name = words::provider(id);
    const ProviderStatus* status = status_of(chat, id);
    segments.push_back({say(Word::tour_run_with_name, {name}), name, icon::of(id),
                        colour_of(look.colour, id), status != nullptr && !status->available});
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::BeginDisabled(model.running.has_value());
  const int pressed = draw_segments(say(Word::tour_run_with), segments, chosen, look);
  ImGui::EndDisabled();
  if (pressed >= 0 && !model.running)
    actions.push_back(TourAction(action::ChooseTourProvider{kProviders[pressed]}));
}

}  // namespace

void TourView::draw(const TourModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
                    const Look& look, Actions& actions) {
  const float side = max.x - min.x < size::narrow ? kNarrowSide : kSide;
  const float width = std::min(size::text_column, max.x - min.x - 2 * side);
  if (width < 80 || max.y - min.y < 10) return;
  const float left = min.x + (max.x - min.x - width) * 0.5f;
  const ToldPart part(UiRole::region, say(Word::tour));
  // The head stays where it is: what stops the tour is in sight wherever the tour has come to.
  float y = min.y + kTop;
  y += draw_head(model, chat, {left, y}, width, look, actions) + 2 * kGap;

  ImGui::SetCursorScreenPos({min.x, y});
  ImGui::BeginChild("Tour", {max.x - min.x, std::max(max.y - y, 1.0f)},
                    ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
  scroll_by_touch(look);
  y = ImGui::GetCursorScreenPos().y;
  const bool can_run =
      !model.running && words::tour_block(chat, chosen_provider(model, chat)).empty();
  for (std::size_t i = 0; i < model.scenarios.size(); ++i) {
    const bool waits =
        std::find(model.waiting.begin(), model.waiting.end(), i) != model.waiting.end();
    const bool unfolded = is_unfolded(model, i);
    const TourCard card{i, model.scenarios[i], model.runs[i], can_run, waits, unfolded};
    follow(model, i, y);
    const DrawnCard drawn = magic::draw(card, {left, y}, width, look, actions);
    if (drawn.folded_or_unfolded) folded_by_hand_[i] = !unfolded;
    y += drawn.height + kGap;
  }
  ImGui::SetCursorScreenPos({left, y});
  ImGui::Dummy({1, kTop});
  ImGui::EndChild();
}

// Where all are run, each is scrolled to once, when it begins.
void TourView::follow(const TourModel& model, std::size_t scenario, float top) {
  constexpr float kPlace = 0.25f;  // of the window's height, from its top
  if (!model.running) followed_.reset();
  if (model.running != scenario || followed_ == scenario) return;
  followed_ = scenario;
  if (!model.looked_at) ImGui::SetScrollFromPosY(top - ImGui::GetWindowPos().y, kPlace);
}

// By itself, what runs, what failed and what was run alone is unfolded.
bool TourView::is_unfolded(const TourModel& model, std::size_t scenario) const {
  const auto by_hand = folded_by_hand_.find(scenario);
  if (by_hand != folded_by_hand_.end()) return by_hand->second;
  const std::optional<TourRun>& run = model.runs[scenario];
  if (!run || run->verdict == TourVerdict::skipped) return false;
  return run->verdict == TourVerdict::running || run->verdict == TourVerdict::failed ||
         model.looked_at == scenario;
}

float TourView::draw_head(const TourModel& model, const ChatModel& chat, ImVec2 at, float width,
                          const Look& look, Actions& actions) {
  const ProviderId provider = chosen_provider(model, chat);
  float y = at.y;
  draw_text(say(Word::tour_title), {at.x, y}, size::heading[0], look.colour.text, look);
  tell_words(say(Word::tour_title), {at.x, y}, {at.x + width, y + size::heading[0]},
             UiRole::heading);
  y += size::heading[0] * size::line + 4;
  y += draw_wrapped(say(Word::tour_sentence), {at.x, y}, width, look.colour.muted, look) + kGap + 4;

  const std::string block = words::tour_block(chat, provider);
  Button all;
  all.label = say(model.running ? Word::tour_stop : Word::tour_run_all);
  all.name = say(model.running ? Word::tour_stop_name : Word::tour_run_all_name);
  all.icon = model.running ? icon::stop : icon::demo;
  all.kind = model.running ? ButtonKind::outlined : ButtonKind::filled;
  all.enabled = model.running || block.empty();
  const float all_width = button_width(all, look);
  draw_providers(model, chat, {at.x, y}, look, actions);
  const bool has_room = ImGui::GetItemRectSize().x + all_width + kGap <= width;
  if (!has_room) y += size::target + kGap;
  ImGui::SetCursorScreenPos({has_room ? at.x + width - all_width : at.x, y});
  if (magic::draw(all, look))
    actions.push_back(model.running ? TourAction(action::StopTour{})
                                    : TourAction(action::RunTour{}));
  y += size::target + kGap;

  if (!block.empty()) {
    words::Notice notice;
    notice.text = block;
    notice.is_error = chat.link != Link::connecting;
    draw_notice(notice, {at.x, y}, width, look, actions);
    return y + notice_height(notice, width, look) - at.y;
  }
  const std::string counted = said(count_verdicts(model));
  const std::string line =
      counted.empty() ? words::tour_providers(chat, provider) : say(Word::tour_so_far, {counted});
  y += draw_wrapped(line, {at.x, y}, width, look.colour.muted, look);
  return y - at.y;
}

}  // namespace magic
