#include <utility>

#include "proxy/openai_face/face_errors.h"
#include "proxy/openai_face/responses_face.h"
#include "proxy/openai_face/responses_object.h"

namespace magic {
namespace {

// null unless both sums are known: a client adds them up, and a made-up 0 would be believed.
Json usage_json(const Usage& usage) {
  if (!usage.input_tokens || !usage.output_tokens) return nullptr;
  Json input_details = Json::object();
  if (usage.cached_tokens) input_details["cached_tokens"] = *usage.cached_tokens;
  Json output_details = Json::object();
  if (usage.reasoning_tokens) output_details["reasoning_tokens"] = *usage.reasoning_tokens;
  Json json;
  json["input_tokens"] = *usage.input_tokens;
  json["input_tokens_details"] = std::move(input_details);
  json["output_tokens"] = *usage.output_tokens;
  json["output_tokens_details"] = std::move(output_details);
  json["total_tokens"] = *usage.input_tokens + *usage.output_tokens;
  return json;
}

const char* incomplete_reason(Ending ending) {
  if (ending == Ending::length) return "max_output_tokens";
  return ending == Ending::filtered ? "content_filter" : nullptr;
}

}  // namespace

Json output_text_part(std::string_view text) {
  Json part;
  part["type"] = "output_text";
  part["text"] = text;
  part["annotations"] = Json::array();
  part["logprobs"] = Json::array();
  return part;
}

Json refusal_part(std::string_view text) {
  Json part;
  part["type"] = "refusal";
  part["refusal"] = text;
  return part;
}

Json summary_part(std::string_view text) {
  Json part;
  part["type"] = "summary_text";
  part["text"] = text;
  return part;
}

Json message_item(const std::string& id, const char* status, Json content) {
  Json item;
  item["id"] = id;
  item["type"] = "message";
  item["status"] = status;
  item["role"] = "assistant";
  item["content"] = std::move(content);
  return item;
}

Json reasoning_item(const std::string& id, Json summary) {
  Json item;
  item["id"] = id;
  item["type"] = "reasoning";
  item["summary"] = std::move(summary);
  return item;
}

std::string item_id(const FaceHead& head, const char* kind, std::size_t index) {
  const std::size_t prefix = head.id.find('_');
  const std::string name = prefix == std::string::npos ? head.id : head.id.substr(prefix + 1);
  return std::string(kind) + "_" + name + "_" + std::to_string(index);
}

// The fields that the client's types require are all here; of the request nothing is repeated but
// the model, so null says "not told", not "not set".
Json response_object(const FaceHead& head, const char* status, Json output) {
  Json json;
  json["id"] = head.id;
  json["object"] = "response";
  json["created_at"] = head.created;
  json["status"] = status;
  json["error"] = nullptr;
  json["incomplete_details"] = nullptr;
  json["instructions"] = nullptr;
  json["metadata"] = Json::object();
  json["model"] = head.model;
  json["output"] = std::move(output);
  json["parallel_tool_calls"] = false;
  json["previous_response_id"] = nullptr;
  json["store"] = false;
  json["temperature"] = nullptr;
  json["text"] = {{"format", {{"type", "text"}}}};
  json["tool_choice"] = "none";
  json["tools"] = Json::array();
  json["top_p"] = nullptr;
  json["usage"] = nullptr;
  return json;
}

Json ended_response_object(const FaceHead& head, const FaceAnswer& answer, Json output) {
  const std::optional<Error> failure = failure_of(answer);
  const char* reason = incomplete_reason(answer.ending);
  const char* status = failure ? "failed" : reason != nullptr ? "incomplete" : "completed";
  Json json = response_object(head, status, std::move(output));
  if (!answer.model.empty()) json["model"] = answer.model;
  if (failure) {
    // OpenAI's list of codes has no others that fit.
    const bool is_rate = failure->code == ErrorCode::rate_limited;
    json["error"] = {{"code", is_rate ? "rate_limit_exceeded" : "server_error"},
                     {"message", failure->message}};
  } else if (reason != nullptr) {
    json["incomplete_details"] = {{"reason", reason}};
  }
  json["usage"] = usage_json(answer.usage);
  return json;
}

std::string response_json(const FaceHead& head, const FaceAnswer& answer) {
  const bool is_refusal = answer.ending == Ending::refused;
  const bool is_whole = is_refusal || answer.ending == Ending::completed;
  Json output = Json::array();
  if (!answer.reasoning.empty()) {
    const Json summary = Json::array({summary_part(answer.reasoning)});
    output.push_back(reasoning_item(item_id(head, "rs", 0), summary));
  }
  if (is_whole || !answer.text.empty()) {
    const Json part = is_refusal ? refusal_part(answer.text) : output_text_part(answer.text);
    output.push_back(message_item(item_id(head, "msg", output.size()),
                                  is_whole ? "completed" : "incomplete", Json::array({part})));
  }
  return dump_json(ended_response_object(head, answer, std::move(output)));
}

}  // namespace magic
