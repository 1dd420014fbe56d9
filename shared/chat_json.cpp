#include "shared/chat_json.h"

#include <utility>

#include "shared/json_parts.h"
#include "shared/session_id.h"

namespace magic {

std::string to_json(const ChatRequest& request) {
  Json json;
  json["message"] = request.message;
  put(json, "session_id", request.session_id);
  put(json, "client_message_id", request.client_message_id);
  if (request.stream) json["stream"] = true;
  put_lane(json, request);
  return dump_json(json);
}

Result<ChatRequest> chat_request_from_json(std::string_view text, const ChatLimits& limits) {
  return read_object<ChatRequest>(text, [&](JsonFields& fields) {
    ChatRequest request;
    request.message = read_question(fields, limits);
    request.session_id = read_session_id(fields);
    request.client_message_id = read_client_message_id(fields);
    request.stream = fields.boolean("stream").value_or(false);
    static_cast<LaneRequest&>(request) = read_lane(fields, limits, LaneRequest{});
    return request;
  });
}

std::string to_json(const ChatAnswer& answer) {
  const Message& message = answer.message;
  Json json;
  json["response"] = message.text;
  json["mode"] = name_of(message.mode);
  json["provider"] = name_of(message.provider);
  json["session_id"] = shown_session_id(answer.session_id);
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
  return read_object<ChatAnswer>(text, [](JsonFields& fields) {
    ChatAnswer answer;
    answer.message = required_message(fields, "message");
    answer.session_id = fields.required_string("session_id");
    answer.message_count = fields.integer("message_count").value_or(0);
    if (const Json* context = fields.object("context")) answer.context = context_of(*context);
    return answer;
  });
}

std::string to_json(const TurnStart& start) {
  Json json;
  json["session_id"] = shown_session_id(start.session_id);
  json["turn_id"] = start.user_message.turn_id;
  json["provider"] = name_of(start.provider);
  json["model"] = start.model;
  json["user_message"] = message_json(start.user_message);
  json["context"] = context_json(start.context);
  return dump_json(json);
}

Result<TurnStart> turn_start_from_json(std::string_view text) {
  return read_object<TurnStart>(text, [](JsonFields& fields) {
    TurnStart start;
    start.user_message = required_message(fields, "user_message");
    start.session_id = fields.required_string("session_id");
    start.provider = fields.named("provider", provider_from, ProviderId::chatgpt, kProviderNames);
    start.model = fields.string("model").value_or("");
    if (const Json* context = fields.object("context")) start.context = context_of(*context);
    return start;
  });
}

std::string text_piece_to_json(std::string_view text) { return dump_json(Json{{"text", text}}); }

Result<std::string> text_piece_from_json(std::string_view text) {
  return read_object<std::string>(text, [](JsonFields& fields) {
    std::string piece = fields.required_string("text");
    return piece;
  });
}

std::string queued_to_json(int ahead) { return dump_json(Json{{"ahead", ahead}}); }

Result<int> queued_from_json(std::string_view text) {
  return read_object<int>(text, [](JsonFields& fields) {
    const std::int64_t ahead = fields.required_integer("ahead");
    return static_cast<int>(ahead);
  });
}

// Put in front of bytes that are ready, because a long answer is not worth reading again for it.
std::string with_lane(std::string_view event_json, int lane) {
  std::string out = "{\"lane\":" + std::to_string(lane);
  if (event_json != "{}") out += ',';
  return out.append(event_json.substr(1));
}

std::optional<int> lane_from_json(std::string_view text) {
  const Result<Json> parsed = parse_json(text);
  if (!parsed) return std::nullopt;
  JsonFields fields(parsed.value());
  const std::optional<std::int64_t> lane = fields.integer("lane");
  if (!lane || *lane < 0 || *lane >= static_cast<std::int64_t>(kMaxLanes)) return std::nullopt;
  return static_cast<int>(*lane);
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

}  // namespace magic
