#include "client-wasm/control/tour_control.h"

#include <numeric>
#include <utility>

#include "client-wasm/control/tour_scenarios.h"

namespace magic {

TourControl::TourControl(ControlContext context)
    : context_(std::move(context)), runner_(context_.api, model_, context_.changed) {
  model_.scenarios = tour_scenarios();
  model_.runs.resize(model_.scenarios.size());
}

void TourControl::perform(const TourAction& wanted) {
  if (const auto* shown = std::get_if<action::ShowTour>(&wanted)) {
    show(shown->open);
  } else if (const auto* one = std::get_if<action::RunScenario>(&wanted)) {
    model_.looked_at = one->scenario;
    run({one->scenario});
  } else if (std::holds_alternative<action::RunTour>(wanted)) {
    model_.looked_at.reset();
    std::vector<std::size_t> all(model_.scenarios.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    run(all);
  } else if (std::holds_alternative<action::StopTour>(wanted)) {
    runner_.stop();
  } else if (const auto* chosen = std::get_if<action::ChooseTourProvider>(&wanted)) {
    model_.provider = chosen->provider;
  } else if (const auto* open = std::get_if<action::OpenTourSession>(&wanted)) {
    const std::optional<TourRun>& run = model_.runs[open->scenario];
    if (!run || run->session_id.empty()) return;
    show(false);
    context_.open_session(run->session_id);
  }
}

void TourControl::show(bool open) {
  model_.open = open;
  opened_over_ = context_.chat.session_id;
}

void TourControl::run(const std::vector<std::size_t>& scenarios) {
  const ProviderId provider = model_.provider.value_or(context_.chat.provider);
  runner_.run(scenarios, provider, other_provider(context_.chat.health, provider));
}

// Whoever opens another session wants to see it.
int TourControl::tick() {
  if (model_.open && context_.chat.session_id != opened_over_) {
    show(false);
    context_.changed();
  }
  return -1;
}

}  // namespace magic
