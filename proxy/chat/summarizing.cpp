#include "proxy/chat/summarizing.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

// A summary longer than this would cost more than it saves.
constexpr int kMaxSummaryTokens = 600;

class TextCollector final : public AnswerSink {
 public:
  bool on_text(std::string_view piece) override {
    text += piece;
    return true;
  }
  bool on_reasoning(std::string_view) override { return true; }

  std::string text;
};

struct Made {
  StoredSummary summary;
  Usage usage;
  std::optional<Error> error;
};

Made make_summary(ChatParts& parts, const TurnInputs& inputs, const Lane& lane, SummaryJob job,
                  CancelToken& token) {
  Prompt prompt;
  prompt.model = lane.with.status.model;
  prompt.instructions = std::move(job.instructions);
  prompt.messages = std::move(job.messages);
  prompt.stream = false;
  prompt.max_output_tokens = std::min(kMaxSummaryTokens, lane.with.slot->max_output_tokens);
  prompt.request_id = inputs.request_id;

  const std::int64_t began = parts.clock.monotonic_ms();
  TextCollector collector;
  const AnswerEnd end = lane.with.slot->provider->stream(prompt, collector, token);

  TurnReport report;
  report.session_id = inputs.session_id;
  report.turn_id = inputs.question.turn_id;
  report.request_id = inputs.request_id;
  report.provider = lane.request.provider;
  report.model = end.model.empty() ? prompt.model : end.model;
  report.ending = end.ending;
  if (end.error) report.error = end.error->code;
  report.timing.total_ms = parts.clock.monotonic_ms() - began;
  report.usage = end.usage;
  report.trace = end.trace;
  report.stored = false;
  parts.observer.on_turn_ended(report);
  count_tokens(inputs.meter, prompt, end.usage, {}, collector.text);

  Made made;
  made.usage = end.usage;
  made.error = end.error;
  if (!made.error && (collector.text.empty() || end.ending != Ending::completed))
    made.error = Error{ErrorCode::upstream_error, "The model gave no whole summary (" +
                                                      std::string(name_of(end.ending)) + ")."};
  made.summary = {.text = std::move(collector.text),
                  .covers_to = std::move(job.covers_to),
                  .covered_messages = job.covered_messages,
                  .model = report.model,
                  .made_at_ms = parts.clock.wall_ms(),
                  .made_from = inputs.past.revision};
  return made;
}

// The strategy stays in the report as it was asked for; the note says what became of it.
void plan_without_summary(ChatParts& parts, const TurnInputs& inputs, Lane& lane,
                          const StoredMemory& past, const Error& error) {
  const MemoryChoice asked = lane.request.memory;
  lane.request.memory.strategy = MemoryStrategy::full;
  plan_lane(lane, inputs, past, parts.calibration);
  lane.request.memory = asked;
  lane.start.context.strategy = asked.strategy;
  lane.start.context.notes.push_back(
      "The summary could not be made, so the messages themselves were sent as far as they fit. " +
      error.message);
}

}  // namespace

void summarize_if_due(ChatParts& parts, const TurnInputs& inputs, Lane& lane, StoredMemory& past,
                      LaneSink& sink, CancelToken& token) {
  std::optional<SummaryJob> job = summary_due(plan_request(lane, inputs), past);
  if (!job) return;
  TurnStart waiting = lane.start;
  waiting.context.notes.push_back("The older messages are being summarized first.");
  sink.on_context(waiting);

  Made made = make_summary(parts, inputs, lane, std::move(*job), token);
  if (token.cancelled()) return;
  if (made.error) {
    plan_without_summary(parts, inputs, lane, past, *made.error);
  } else {
    past.summary = made.summary;
    const Status kept = parts.store->put_summary(inputs.session_id, made.summary);
    plan_lane(lane, inputs, past, parts.calibration);
    ContextReport& report = lane.start.context;
    if (report.summary) {
      report.summary->made_now = true;
      report.summary->model = made.summary.model;
      report.summary->input_tokens = made.usage.input_tokens;
      report.summary->output_tokens = made.usage.output_tokens;
    }
    if (!kept) report.notes.push_back("The summary could not be kept. " + kept.error().message);
  }
  sink.on_context(lane.start);
}

}  // namespace magic
