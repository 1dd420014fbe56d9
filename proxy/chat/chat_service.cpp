#include "proxy/chat/chat_service.h"

#include <algorithm>
#include <utility>

#include "proxy/base/random_id.h"
#include "proxy/chat/turn_recipe_json.h"
#include "proxy/chat/turn_runner.h"

namespace magic {
namespace {

// What a question says of how it was asked, where no recipe was kept: after an import.
LaneRequest request_from(const Message& question) {
  LaneRequest request;
  request.mode = question.mode;
  request.provider = question.provider;
  if (!question.model.empty()) request.model = question.model;
  return request;
}

}  // namespace

ChatService::ChatService(ChatParts& parts) : parts_(parts) {
  // Not through this service: the feed's thread calls for as long as the parts exist.
  parts_.feed->on_cancel(
      [&running = parts_.running](const std::string& session_id, const std::string& turn_id) {
        running.cancel(session_id, turn_id);
      });
}

Result<std::unique_ptr<TurnRun>> ChatService::admit(TurnRequest request) {
  std::vector<Lane> lanes;
  for (const LaneRequest& asked : request.lanes) {
    Lane lane;
    lane.request = asked;
    Result<UsableProvider> usable =
        parts_.providers.usable(asked.provider, asked.model.value_or(""));
    if (usable) {
      lane.with = usable.value();
    } else {
      lane.with.status.id = asked.provider;
      lane.with.status.model = asked.model.value_or("");
      lane.refused = usable.error();
    }
    lanes.push_back(std::move(lane));
  }
  const bool all_refused = std::all_of(lanes.begin(), lanes.end(),
                                       [](const Lane& lane) { return lane.refused.has_value(); });
  if (all_refused && !parts_.options.fallback) return *lanes.front().refused;

  std::string session_id = request.session_id.value_or("");
  if (session_id.empty()) session_id = new_session_id();
  Result<std::unique_ptr<TurnQueue::Place>> place = parts_.queue->enter(session_id);
  if (!place) return place.error();
  return make_turn_runner(parts_, std::move(request), std::move(session_id), std::move(lanes),
                          std::move(place).value());
}

Result<LaneRequest> ChatService::request_of(const std::string& session_id,
                                            const std::string& turn_id) {
  const Result<StoredTurn> turn = parts_.store->read_turn(session_id, turn_id);
  if (!turn) return turn.error();
  for (const StoredAttempt& answer : turn.value().answers) {
    const Result<TurnRecipe> recipe = turn_recipe_from_json(answer.recipe);
    if (recipe) return recipe.value().request;
  }
  const Result<std::vector<Message>> question =
      parts_.store->read_messages(session_id, {turn.value().question_id});
  if (!question) return question.error();
  if (question.value().empty()) return not_found("The question of this turn was deleted.");
  return request_from(question.value().front());
}

Result<bool> ChatService::cancel(const std::string& session_id, const std::string& turn_id) {
  if (parts_.running.cancel(session_id, turn_id)) return true;
  const Result<StoredTurn> turn = parts_.store->read_turn(session_id, turn_id);
  if (!turn) return turn.error();
  if (turn.value().has_ended()) return false;
  if (const Status asked = parts_.feed->request_cancel(session_id, turn_id); !asked)
    return asked.error();
  return true;
}

Status ChatService::check_provider(ProviderId provider, const std::string& model) {
  const Result<UsableProvider> usable = parts_.providers.usable(provider, model);
  return usable ? success() : Status(usable.error());
}

AnswerEnd ChatService::answer_directly(ProviderId provider, const Prompt& prompt, AnswerSink& sink,
                                       CancelToken& cancel) {
  AnswerEnd end;
  ProviderSlot* const slot = parts_.providers.find(provider);
  const std::int64_t began = parts_.clock.monotonic_ms();
  if (slot == nullptr) {
    end.ending = Ending::upstream_error;
    end.error = provider_unavailable("This provider is not part of this proxy.");
  } else {
    Prompt whole = prompt;
    if (whole.max_output_tokens == 0) whole.max_output_tokens = slot->max_output_tokens;
    end = slot->provider->stream(whole, sink, cancel);
  }
  TurnReport report;
  report.request_id = prompt.request_id;
  report.provider = provider;
  report.model = end.model.empty() ? prompt.model : end.model;
  report.ending = end.ending;
  if (end.error) report.error = end.error->code;
  report.timing.first_byte_ms = end.trace.first_byte_ms;
  report.timing.total_ms = parts_.clock.monotonic_ms() - began;
  report.usage = end.usage;
  report.trace = end.trace;
  report.stored = false;
  parts_.observer.on_turn_ended(report);
  return end;
}

Result<ModelChoice> ChatService::find_model(const std::string& name) {
  return parts_.providers.find_model(name);
}

std::vector<ModelInfo> ChatService::models() { return parts_.providers.models(); }

std::vector<ProviderStatus> ChatService::providers() { return parts_.providers.statuses(); }

Health ChatService::health() {
  Health health;
  health.version = MAGIC_VERSION;
  const Status store = store_ready();
  health.store_available = store.ok();
  if (!store) health.store_reason = store.error().message;
  health.providers = parts_.providers.statuses();
  return health;
}

Status ChatService::store_ready() { return parts_.store->ping(); }

}  // namespace magic
