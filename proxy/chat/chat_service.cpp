#include "proxy/chat/chat_service.h"

#include <algorithm>
#include <utility>

#include "proxy/base/random_id.h"
#include "proxy/chat/answer_recorder.h"
#include "proxy/memory/context_window.h"

namespace magic {

ChatService::ChatService(std::unique_ptr<SessionStore> store, std::vector<ProviderSlot> providers,
                         const Clock& clock)
    : store_(std::move(store)), providers_(std::move(providers)), clock_(clock) {}

ProviderSlot* ChatService::slot(ProviderId id) {
  const auto it = std::find_if(providers_.begin(), providers_.end(),
                               [id](const ProviderSlot& each) { return each.id == id; });
  return it == providers_.end() ? nullptr : &*it;
}

Result<Turn> ChatService::begin(const ChatRequest& request) {
  ProviderSlot* const chosen = slot(request.provider);
  if (chosen == nullptr)
    return provider_unavailable("The provider " + std::string(name_of(request.provider)) +
                                " is not part of this proxy.");
  const ProviderStatus status = chosen->provider->status();
  const bool wants_other_model = request.model && *request.model != status.model;
  if (!status.available && !(wants_other_model && status.only_model_is_missing))
    return provider_unavailable(status.reason);

  Turn turn;
  turn.accepted_ms = clock_.monotonic_ms();
  turn.provider = chosen->provider.get();
  turn.mode = request.mode;
  turn.start.session_id = request.session_id.value_or("");
  if (turn.start.session_id.empty()) turn.start.session_id = new_session_id();
  turn.start.provider = request.provider;
  turn.start.model = request.model.value_or(status.model);

  Result<Tail> history = store_->read_tail(turn.start.session_id,
                                           history_bytes_for(request.mode, status.window_tokens));
  if (!history) return history.error();

  Message& message = turn.start.user_message;
  message.turn_id = new_turn_id();
  message.role = Role::user;
  message.text = request.message;
  message.mode = request.mode;
  message.provider = request.provider;
  message.model = turn.start.model;
  message.created_at_ms = clock_.wall_ms();
  Result<Appended> stored = store_->append(turn.start.session_id, message);
  if (!stored) return stored.error();
  message.id = stored.value().id;

  Prompt& prompt = turn.prompt;
  prompt.model = turn.start.model;
  prompt.instructions = request.instructions.value_or("");
  prompt.stream = request.stream;
  prompt.max_output_tokens = request.max_output_tokens.value_or(chosen->max_output_tokens);
  prompt.temperature = request.temperature;

  ContextPlan plan = plan_context({.mode = request.mode,
                                   .instructions = prompt.instructions,
                                   .window_tokens = status.window_tokens,
                                   .answer_tokens = prompt.max_output_tokens,
                                   .stored_messages = stored.value().message_count},
                                  history.value().messages, message);
  prompt.messages = std::move(plan.messages);
  turn.start.context = std::move(plan.report);
  return turn;
}

TurnResult ChatService::run(const Turn& turn, AnswerSink& sink, CancelToken& cancel) {
  AnswerRecorder recorder(sink, clock_, turn.accepted_ms);
  const AnswerEnd end = turn.provider->stream(turn.prompt, recorder, cancel);

  TurnResult result;
  result.error = end.error;
  ChatAnswer& answer = result.answer;
  answer.session_id = turn.start.session_id;
  answer.context = turn.start.context;
  answer.context.provider_input_tokens = end.usage.input_tokens;
  answer.message_count = turn.start.context.stored_messages;

  Message& message = answer.message;
  message = recorder.message(end);
  message.turn_id = turn.start.user_message.turn_id;
  message.mode = turn.mode;
  message.provider = turn.start.provider;
  message.model = end.model.empty() ? turn.start.model : end.model;
  message.created_at_ms = clock_.wall_ms();

  const Result<Appended> stored = store_->append(turn.start.session_id, message);
  if (stored) {
    message.id = stored.value().id;
    answer.message_count = stored.value().message_count;
  } else {
    result.error = stored.error();
    result.error->message = "The answer could not be stored. " + result.error->message;
  }
  return result;
}

void ChatService::abandon(const Turn& turn) {
  Message message;
  message.turn_id = turn.start.user_message.turn_id;
  message.role = Role::assistant;
  message.status = Ending::disconnected;
  message.mode = turn.mode;
  message.provider = turn.start.provider;
  message.model = turn.start.model;
  message.created_at_ms = clock_.wall_ms();
  // Nobody is left to tell when this fails; the question then stays without an answer.
  static_cast<void>(store_->append(turn.start.session_id, message).ok());
}

Status ChatService::clear(const std::string& session_id) { return store_->clear(session_id); }

Result<MessagePage> ChatService::messages(const std::string& session_id,
                                          const std::optional<std::string>& after, int limit) {
  return store_->read_page(session_id, after, limit);
}

Health ChatService::health() {
  Health health;
  health.version = MAGIC_VERSION;
  const Status store = store_->ping();
  health.store_available = store.ok();
  if (!store) health.store_reason = store.error().message;
  for (const ProviderSlot& each : providers_) health.providers.push_back(each.provider->status());
  return health;
}

}  // namespace magic
