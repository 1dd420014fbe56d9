#include "shared/message_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

// A number that is no number is not known: a message is worth more than its measures.
Usage usage_of(const Json& json) {
  JsonFields fields(json);
  return {fields.integer("input_tokens"), fields.integer("output_tokens"),
          fields.integer("cached_tokens"), fields.integer("reasoning_tokens")};
}

Timing timing_of(const Json& json) {
  JsonFields fields(json);
  return {fields.integer("first_token_ms"), fields.integer("total_ms").value_or(0),
          fields.number("tokens_per_second"), fields.integer("queued_ms"),
          fields.integer("first_byte_ms")};
}

}  // namespace

Json usage_json(const Usage& usage) {
  Json json = Json::object();
  put(json, "input_tokens", usage.input_tokens);
  put(json, "output_tokens", usage.output_tokens);
  put(json, "cached_tokens", usage.cached_tokens);
  put(json, "reasoning_tokens", usage.reasoning_tokens);
  return json;
}

Json timing_json(const Timing& timing) {
  Json json = Json::object();
  put(json, "first_token_ms", timing.first_token_ms);
  json["total_ms"] = timing.total_ms;
  put(json, "tokens_per_second", timing.tokens_per_second);
  put(json, "queued_ms", timing.queued_ms);
  put(json, "first_byte_ms", timing.first_byte_ms);
  return json;
}

Json error_json(const Error& error) {
  Json json;
  json["code"] = name_of(error.code);
  json["message"] = error.message;
  json["param"] = text_or_null(error.param);
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
  error.retry_after_seconds = int_or_zero(fields.integer("retry_after_seconds"));
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
  if (message.attempt > 0) json["attempt"] = message.attempt;
  if (message.usage) json["usage"] = usage_json(*message.usage);
  if (message.timing) json["timing"] = timing_json(*message.timing);
  put(json, "cost_usd", message.cost_usd);
  if (message.error) json["error"] = error_json(*message.error);
  if (message.pinned) json["pinned"] = true;
  if (message.excluded) json["excluded"] = true;
  if (!message.current) json["current"] = false;
  return json;
}

Result<Message> message_of(const Json& json, std::string path) {
  JsonFields fields(json, std::move(path));
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
  message.attempt = int_or_zero(fields.integer("attempt"));
  if (const Json* usage = fields.object("usage")) message.usage = usage_of(*usage);
  if (const Json* timing = fields.object("timing")) message.timing = timing_of(*timing);
  message.cost_usd = fields.number("cost_usd");
  if (const Json* error = fields.object("error")) message.error = error_of(*error);
  message.pinned = fields.boolean("pinned").value_or(false);
  message.excluded = fields.boolean("excluded").value_or(false);
  message.current = fields.boolean("current").value_or(true);
  if (fields.error()) return *fields.error();
  return message;
}

Message required_message(JsonFields& fields, const char* key) {
  const Json* json = fields.object(key);
  if (json == nullptr) {
    fields.fail(key, "is missing");
    return {};
  }
  Result<Message> message = message_of(*json, fields.path_of(key));
  if (message) return std::move(message).value();
  fields.fail_as(message.error());
  return {};
}

std::string to_json(const Message& message) { return dump_json(message_json(message)); }

Result<Message> message_from_json(std::string_view text) {
  return read_json<Message>(text, [](const Json& json) { return message_of(json); });
}

}  // namespace magic
