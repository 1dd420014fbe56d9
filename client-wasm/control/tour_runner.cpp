#include "client-wasm/control/tour_runner.h"

#include <utility>

#include "client-wasm/api/tour_calls.h"

namespace magic {

TourRunner::TourRunner(ProxyApi& api, TourModel& model, std::function<void()> changed)
    : api_(api), model_(model), changed_(std::move(changed)) {}

void TourRunner::run(const std::vector<std::size_t>& scenarios, ProviderId provider,
                     std::optional<ProviderId> other) {
  stop();
  provider_ = provider;
  other_ = other;
  for (const std::size_t index : scenarios) model_.runs[index].reset();
  model_.waiting = scenarios;
  begin_next();
}

void TourRunner::stop() {
  model_.waiting.clear();
  if (!model_.running) return;
  TourRun& run = *model_.runs[*model_.running];
  const TourStepRun* step = running_step(run);
  // The proxy ends the turn, so that it is stored as cancelled; where it does not know of it yet,
  // or cannot be asked, hanging up must do.
  if (chat_ && step != nullptr && !step->turn_id.empty())
    api_.cancel_turn(run.session_id, step->turn_id, [this, chat = *chat_](const Status& status) {
      if (!status) api_.stop(chat);
    });
  else if (chat_)
    api_.stop(*chat_);
  chat_.reset();
  ++number_;
  stop_run(run);
  model_.running.reset();
  changed_();
}

void TourRunner::begin_next() {
  model_.running.reset();
  chat_.reset();
  const int number = ++number_;
  while (!model_.waiting.empty() && !model_.running) {
    const std::size_t index = model_.waiting.front();
    model_.waiting.erase(model_.waiting.begin());
    TourRun& run =
        model_.runs[index].emplace(begin_run(model_.scenarios[index], provider_, other_));
    if (run.verdict == TourVerdict::running) model_.running = index;
  }
  if (model_.running)
    make_tour_session(api_, tour_session_title(scenario()),
                      [this, number](const Result<std::string>& session_id) {
                        TourRun* run = run_of(number);
                        if (run == nullptr) return;
                        take_session(*run, session_id);
                        go_on(number);
                      });
  changed_();
}

// The run whose number this is, if it is still the one that runs.
TourRun* TourRunner::run_of(int number) {
  if (number != number_ || !model_.running) return nullptr;
  return &*model_.runs[*model_.running];
}

void TourRunner::go_on(int number) {
  TourRun* run = run_of(number);
  if (run == nullptr) return;
  if (run->verdict != TourVerdict::running) return begin_next();
  const TourOrder order = next_order(scenario(), *run);
  if (const auto* request = std::get_if<ChatRequest>(&order)) {
    chat_ = api_.chat(*request, [this, number](const ChatEvent& event) {
      TourRun* running = run_of(number);
      if (running == nullptr) return;
      take_event(scenario(), *running, event);
      changed_();
      if (running_step(*running) == nullptr) go_on(number);
    });
  } else if (const auto* mark = std::get_if<TourMark>(&order)) {
    chat_.reset();
    mark_tour_message(api_, run->session_id, mark->message_id, mark->patch,
                      [this, number](const Status& status) {
                        TourRun* running = run_of(number);
                        if (running == nullptr) return;
                        take_marked(*running, status);
                        go_on(number);
                      });
  }
  changed_();
}

}  // namespace magic
