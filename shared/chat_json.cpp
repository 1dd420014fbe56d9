#include "shared/chat_json.h"

#include <utility>

#include "shared/json_fields.h"
#include "shared/session_id.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::string_view kModeNames = "stateless, stateful";
constexpr std::string_view kProviderNames = "chatgpt, ollama, demo";

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

// ---- the parts -------------------------------------------------------------------------------

Json usage_json(const Usage& usage) {
  Json json = Json::object();
  put(json, "input_tokens", usage.input_tokens);
  put(json, "output_tokens", usage.output_tokens);
  put(json, "cached_tokens", usage.cached_tokens);
  put(json, "reasoning_tokens", usage.reasoning_tokens);
  return json;
}

Usage usage_of(const Json& json) {
  JsonFields fields(json);
  return {fields.integer("input_tokens"), fields.integer("output_tokens"),
          fields.integer("cached_tokens"), fields.integer("reasoning_tokens")};
}

Json timing_json(const Timing& timing) {
  Json json = Json::object();
  put(json, "first_token_ms", timing.first_token_ms);
  json["total_ms"] = timing.total_ms;
  put(json, "tokens_per_second", timing.tokens_per_second);
  return json;
}

Timing timing_of(const Json& json) {
  JsonFields fields(json);
  return {fields.integer("first_token_ms"), fields.integer("total_ms").value_or(0),
          fields.number("tokens_per_second")};
}

Json error_json(const Error& error) {
  Json json;
  json["code"] = name_of(error.code);
  json["message"] = error.message;
  json["param"] = error.param.empty() ? Json(nullptr) : Json(error.param);
  json["retryable"] = error.retryable;
  if (error.retry_after_seconds > 0) json["retry_after_seconds"] = error.retry_after_seconds;
  return json;
}

Error error_of(const Json& json) {
  JsonFields fields(json);
  Error error;
  error.code = error_code_from(fields.string("code").value_or("")).value_or(ErrorCode::internal);
  error.message = fields.string("message").value_or("");
  error.param = fields.string("param").value_or("");
  error.retryable = fields.boolean("retryable").value_or(false);
  error.retry_after_seconds = static_cast<int>(fields.integer("retry_after_seconds").value_or(0));
  return error;
}

Json message_json(const Message& message) {
  Json json;
  if (!message.id.empty()) json["id"] = message.id;
  if (!message.turn_id.empty()) json["turn_id"] = message.turn_id;
  json["role"] = name_of(message.role);
  json["text"] = message.text;
  if (!message.reasoning.empty()) json["reasoning"] = message.reasoning;
  json["status"] = name_of(message.status);
  json["mode"] = name_of(message.mode);
  json["provider"] = name_of(message.provider);
  json["model"] = message.model;
  json["created_at_ms"] = message.created_at_ms;
  if (message.usage) json["usage"] = usage_json(*message.usage);
  if (message.timing) json["timing"] = timing_json(*message.timing);
  if (message.error) json["error"] = error_json(*message.error);
  if (message.attempt > 0) json["attempt"] = message.attempt;
  put(json, "cost_usd", message.cost_usd);
  return json;
}

Result<Message> message_of(const Json& json) {
  JsonFields fields(json);
  Message message;
  message.id = fields.string("id").value_or("");
  message.turn_id = fields.string("turn_id").value_or("");
  message.role = fields.named("role", role_from, Role::user, "user, assistant");
  message.text = fields.required_string("text");
  message.reasoning = fields.string("reasoning").value_or("");
  message.status =
      ending_from(fields.string("status").value_or("completed")).value_or(Ending::upstream_error);
  message.mode = fields.named("mode", mode_from, Mode::stateless, kModeNames);
  message.provider = fields.named("provider", provider_from, ProviderId::chatgpt, kProviderNames);
  message.model = fields.string("model").value_or("");
  message.created_at_ms = fields.integer("created_at_ms").value_or(0);
  if (const Json* usage = fields.object("usage")) message.usage = usage_of(*usage);
  if (const Json* timing = fields.object("timing")) message.timing = timing_of(*timing);
  if (const Json* error = fields.object("error")) message.error = error_of(*error);
  message.attempt = static_cast<int>(fields.integer("attempt").value_or(0));
  message.cost_usd = fields.number("cost_usd");
  if (fields.error()) return *fields.error();
  return message;
}

Json context_json(const ContextReport& report) {
  Json json;
  json["stored_messages"] = report.stored_messages;
  json["sent_messages"] = report.sent_messages;
  json["unlisted_messages"] = report.unlisted_messages;
  json["estimated_tokens"] = report.estimated_tokens;
  json["window_tokens"] = report.window_tokens;
  json["answer_tokens"] = report.answer_tokens;
  put(json, "provider_input_tokens", report.provider_input_tokens);
  Json items = Json::array();
  for (const ContextItem& item : report.items)
    items.push_back({{"id", item.message_id},
                     {"role", name_of(item.role)},
                     {"sent", item.sent},
                     {"reason", name_of(item.reason)},
                     {"estimated_tokens", item.estimated_tokens}});
  json["messages"] = std::move(items);
  return json;
}

ContextReport context_of(const Json& json) {
  JsonFields fields(json);
  ContextReport report;
  report.stored_messages = fields.integer("stored_messages").value_or(0);
  report.sent_messages = fields.integer("sent_messages").value_or(0);
  report.unlisted_messages = fields.integer("unlisted_messages").value_or(0);
  report.estimated_tokens = static_cast<int>(fields.integer("estimated_tokens").value_or(0));
  report.window_tokens = static_cast<int>(fields.integer("window_tokens").value_or(0));
  report.answer_tokens = static_cast<int>(fields.integer("answer_tokens").value_or(0));
  report.provider_input_tokens = fields.integer("provider_input_tokens");
  const Json* items = fields.array("messages");
  if (items == nullptr) return report;
  for (const Json& entry : *items) {
    JsonFields item(entry);
    report.items.push_back(
        {item.string("id").value_or(""),
         role_from(item.string("role").value_or("")).value_or(Role::user),
         item.boolean("sent").value_or(false),
         context_reason_from(item.string("reason").value_or("")).value_or(ContextReason::history),
         static_cast<int>(item.integer("estimated_tokens").value_or(0))});
  }
  return report;
}

// Parses `text`, then hands the value to `read`, which returns Result<T>.
template <class T, class Read>
Result<T> read_json(std::string_view text, Read read) {
  Result<Json> parsed = parse_json(text);
  if (!parsed) return parsed.error();
  return read(parsed.value());
}

Error missing(const char* key) { return invalid_field(key, std::string(key) + " is missing."); }

}  // namespace

// ---- POST /chat ------------------------------------------------------------------------------

std::string to_json(const ChatRequest& request) {
  Json json;
  json["message"] = request.message;
  json["mode"] = name_of(request.mode);
  json["provider"] = name_of(request.provider);
  put(json, "session_id", request.session_id);
  if (request.stream) json["stream"] = true;
  put(json, "model", request.model);
  put(json, "instructions", request.instructions);
  put(json, "max_output_tokens", request.max_output_tokens);
  put(json, "temperature", request.temperature);
  return dump_json(json);
}

Result<ChatRequest> chat_request_from_json(std::string_view text, const ChatLimits& limits) {
  return read_json<ChatRequest>(text, [&](const Json& json) -> Result<ChatRequest> {
    JsonFields fields(json);
    ChatRequest request;
    request.message = fields.required_string("message");
    request.mode = fields.named("mode", mode_from, Mode::stateless, kModeNames);
    request.provider = fields.named("provider", provider_from, ProviderId::chatgpt, kProviderNames);
    request.session_id = fields.string("session_id");
    request.stream = fields.boolean("stream").value_or(false);
    request.model = fields.string("model");
    request.instructions = fields.string("instructions");
    const std::optional<std::int64_t> max_output = fields.integer("max_output_tokens");
    request.temperature = fields.number("temperature");

    if (request.message.empty()) fields.fail("message", "must not be empty");
    // Legal in JSON, but what comes after it would be lost in one program or another on the way.
    if (request.message.find('\0') != std::string::npos)
      fields.fail("message", "must not hold NUL characters");
    if (request.message.size() > limits.max_message_bytes)
      fields.fail("message",
                  "is longer than " + std::to_string(limits.max_message_bytes) + " bytes");
    if (request.session_id && !is_valid_session_id(*request.session_id))
      fields.fail("session_id", "must be 1 to 128 characters out of A-Z, a-z, 0-9, _ and -");
    if (request.model && (request.model->empty() || request.model->size() > 200))
      fields.fail("model", "must be 1 to 200 bytes long");
    if (request.instructions && request.instructions->size() > limits.max_instructions_bytes)
      fields.fail("instructions",
                  "is longer than " + std::to_string(limits.max_instructions_bytes) + " bytes");
    if (max_output && (*max_output < 1 || *max_output > 1'000'000))
      fields.fail("max_output_tokens", "must be between 1 and 1000000");
    if (request.temperature && !(*request.temperature >= 0 && *request.temperature <= 2))
      fields.fail("temperature", "must be between 0 and 2");
    if (fields.error()) return *fields.error();
    if (max_output) request.max_output_tokens = static_cast<int>(*max_output);
    return request;
  });
}

std::string to_json(const ChatAnswer& answer) {
  const Message& message = answer.message;
  Json json;
  json["response"] = message.text;
  json["mode"] = name_of(message.mode);
  json["provider"] = name_of(message.provider);
  json["session_id"] = answer.session_id;
  json["message_count"] = answer.message_count;
  json["status"] = name_of(message.status);
  json["model"] = message.model;
  json["usage"] = message.usage ? usage_json(*message.usage) : Json(nullptr);
  json["timing"] = message.timing ? timing_json(*message.timing) : Json(nullptr);
  json["context"] = context_json(answer.context);
  json["message"] = message_json(message);
  return dump_json(json);
}

Result<ChatAnswer> chat_answer_from_json(std::string_view text) {
  return read_json<ChatAnswer>(text, [](const Json& json) -> Result<ChatAnswer> {
    JsonFields fields(json);
    const Json* message = fields.object("message");
    if (message == nullptr) return missing("message");
    Result<Message> stored = message_of(*message);
    if (!stored) return stored.error();
    ChatAnswer answer;
    answer.session_id = fields.required_string("session_id");
    answer.message_count = fields.integer("message_count").value_or(0);
    answer.message = std::move(stored).value();
    if (const Json* context = fields.object("context")) answer.context = context_of(*context);
    if (fields.error()) return *fields.error();
    return answer;
  });
}

// ---- events ----------------------------------------------------------------------------------

std::string to_json(const TurnStart& start) {
  Json json;
  json["session_id"] = start.session_id;
  json["turn_id"] = start.user_message.turn_id;
  json["provider"] = name_of(start.provider);
  json["model"] = start.model;
  json["user_message"] = message_json(start.user_message);
  json["context"] = context_json(start.context);
  return dump_json(json);
}

Result<TurnStart> turn_start_from_json(std::string_view text) {
  return read_json<TurnStart>(text, [](const Json& json) -> Result<TurnStart> {
    JsonFields fields(json);
    const Json* message = fields.object("user_message");
    if (message == nullptr) return missing("user_message");
    Result<Message> stored = message_of(*message);
    if (!stored) return stored.error();
    TurnStart start;
    start.session_id = fields.required_string("session_id");
    start.provider = fields.named("provider", provider_from, ProviderId::chatgpt, kProviderNames);
    start.model = fields.string("model").value_or("");
    start.user_message = std::move(stored).value();
    if (const Json* context = fields.object("context")) start.context = context_of(*context);
    if (fields.error()) return *fields.error();
    return start;
  });
}

std::string text_piece_to_json(std::string_view text) { return dump_json(Json{{"text", text}}); }

Result<std::string> text_piece_from_json(std::string_view text) {
  return read_json<std::string>(text, [](const Json& json) -> Result<std::string> {
    JsonFields fields(json);
    std::string piece = fields.required_string("text");
    if (fields.error()) return *fields.error();
    return piece;
  });
}

std::string to_json(const ChatFailure& failure) {
  Json json;
  json["detail"] = failure.error.message;
  json["error"] = error_json(failure.error);
  if (failure.message) json["message"] = message_json(*failure.message);
  return dump_json(json);
}

ChatFailure chat_failure_from_json(std::string_view text) {
  const Error unreadable{
      ErrorCode::network, "The proxy's answer could not be understood.", {}, true};
  const Result<Json> parsed = parse_json(text);
  if (!parsed || !parsed.value().is_object()) return {unreadable, std::nullopt};

  JsonFields fields(parsed.value());
  ChatFailure failure;
  if (const Json* error = fields.object("error")) {
    failure.error = error_of(*error);
  } else {
    failure.error = unreadable;
    if (const auto detail = fields.string("detail")) failure.error.message = *detail;
  }
  if (const Json* message = fields.object("message")) {
    Result<Message> stored = message_of(*message);
    if (stored) failure.message = std::move(stored).value();
  }
  return failure;
}

// ---- GET / -----------------------------------------------------------------------------------

std::string to_json(const Health& health) {
  Json json;
  json["status"] = "running";
  json["app"] = "Redis Memory Magic - Chat API Playground";
  json["version"] = health.version;
  json["modes"] = {
      {"stateless", "No memory: the model gets only the new message"},
      {"stateful", "Redis-backed memory: the model also gets the conversation so far"}};
  json["providers"] = {{"chatgpt", "Cloud: ChatGPT through the OpenAI Responses API"},
                       {"ollama", "Local: Ollama or any OpenAI-compatible server"},
                       {"demo", "Built in: a deterministic demo, not a language model"}};
  json["redis"] = {
      {"available", health.store_available},
      {"reason", health.store_reason.empty() ? Json(nullptr) : Json(health.store_reason)}};
  Json services = Json::object(), availability = Json::object();
  for (const ProviderStatus& provider : health.providers) {
    const std::string name(name_of(provider.id));
    // Every message is stored in both modes, so neither works without Redis.
    const bool usable = provider.available && health.store_available;
    services[name] = {{"stateless", usable}, {"stateful", usable}};
    availability[name] = {
        {"available", provider.available},
        {"reason", provider.reason.empty() ? Json(nullptr) : Json(provider.reason)},
        {"model", provider.model},
        {"window_tokens", provider.window_tokens}};
  }
  json["services_available"] = std::move(services);
  json["availability"] = std::move(availability);
  return dump_json(json);
}

Result<Health> health_from_json(std::string_view text) {
  return read_json<Health>(text, [](const Json& json) -> Result<Health> {
    JsonFields fields(json);
    Health health;
    health.version = fields.string("version").value_or("");
    if (const Json* redis = fields.object("redis")) {
      JsonFields store(*redis);
      health.store_available = store.boolean("available").value_or(false);
      health.store_reason = store.string("reason").value_or("");
    }
    const Json* availability = fields.object("availability");
    if (availability == nullptr) return missing("availability");
    for (const auto& [name, entry] : availability->items()) {
      const std::optional<ProviderId> id = provider_from(name);
      if (!id) continue;  // a newer proxy may know more providers than this UI
      JsonFields provider(entry);
      health.providers.push_back({*id, provider.boolean("available").value_or(false),
                                  provider.string("reason").value_or(""),
                                  provider.string("model").value_or(""),
                                  static_cast<int>(provider.integer("window_tokens").value_or(0))});
    }
    return health;
  });
}

// ---- sessions --------------------------------------------------------------------------------

std::string to_json(const MessagePage& page) {
  Json json;
  json["session_id"] = page.session_id;
  Json messages = Json::array();
  for (const Message& message : page.messages) messages.push_back(message_json(message));
  json["messages"] = std::move(messages);
  json["total"] = page.total;
  json["next"] = page.next ? Json(*page.next) : Json(nullptr);
  json["ttl_seconds"] = page.ttl_seconds;
  return dump_json(json);
}

Result<MessagePage> message_page_from_json(std::string_view text) {
  return read_json<MessagePage>(text, [](const Json& json) -> Result<MessagePage> {
    JsonFields fields(json);
    MessagePage page;
    page.session_id = fields.required_string("session_id");
    page.total = fields.integer("total").value_or(0);
    page.next = fields.string("next");
    page.ttl_seconds = fields.integer("ttl_seconds").value_or(0);
    const Json* messages = fields.array("messages");
    if (messages == nullptr) return missing("messages");
    for (const Json& entry : *messages) {
      Result<Message> message = message_of(entry);
      if (!message) return message.error();
      page.messages.push_back(std::move(message).value());
    }
    if (fields.error()) return *fields.error();
    return page;
  });
}

std::string clear_request_to_json(std::string_view session_id) {
  return dump_json(Json{{"session_id", session_id}});
}

Result<std::string> clear_request_from_json(std::string_view text) {
  return read_json<std::string>(text, [](const Json& json) -> Result<std::string> {
    JsonFields fields(json);
    std::string id = fields.required_string("session_id");
    if (fields.error()) return *fields.error();
    return id;
  });
}

std::string cleared_json() {
  return dump_json(Json{{"status", "success"}, {"message", "Session cleared"}});
}

std::string to_json(const Message& message) { return dump_json(message_json(message)); }

Result<Message> message_from_json(std::string_view text) {
  return read_json<Message>(text, [](const Json& json) { return message_of(json); });
}

}  // namespace magic
