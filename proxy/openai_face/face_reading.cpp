#include "proxy/openai_face/face_reading.h"

#include <utility>

#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::int64_t kMaxOutputTokens = 1'000'000;
constexpr std::size_t kMaxShownBytes = 40;

bool says_something(const Json& value) {
  if (const auto* flag = value.get_ptr<const Json::boolean_t*>()) return *flag;
  if (value.is_number()) return value.get<double>() != 0;
  if (const auto* text = value.get_ptr<const Json::string_t*>()) return !text->empty();
  return !value.empty();  // null, and a list or an object without anything in it
}

// The text of a message's content: a string, or parts, each a paragraph. A refusal counts where
// nothing else was said. What is wrong is told to `fields`, those of the message.
std::string text_of_parts(const Json& parts, JsonFields& fields) {
  std::string text;
  std::string refusal;
  for (const Json& part : parts) {
    JsonFields part_fields(part);
    const std::string type = part_fields.required_string("type");
    if (part_fields.error()) {
      fields.fail("content", "must be a string or a list of parts");
    } else if (type == "text" || type == "input_text" || type == "output_text") {
      if (!text.empty()) text += '\n';
      text += part_fields.required_string("text");
    } else if (type == "refusal") {
      refusal += part_fields.required_string("refusal");
    } else {
      fields.fail("content", "holds a part of type '" + shown(type) +
                                 "', which is unsupported: only text can be sent");
    }
    if (part_fields.error()) fields.fail("content", "holds a part without its text");
  }
  return text.empty() ? refusal : text;
}

std::string text_of(JsonFields& fields) {
  const Json* content = fields.any("content");
  if (content == nullptr) {  // an assistant that refused has no other words
    const std::optional<std::string> refusal = fields.string("refusal");
    if (!refusal) fields.fail("content", "is missing");
    return refusal.value_or("");
  }
  if (content->is_string()) return content->get<std::string>();
  if (content->is_array()) return text_of_parts(*content, fields);
  fields.fail("content", "must be a string or a list of parts");
  return "";
}

void add_paragraph(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += "\n\n";
  text += more;
}

}  // namespace

std::string shown(std::string_view word) { return std::string(utf8_prefix(word, kMaxShownBytes)); }

Status refuse_fields(const Json& body, std::initializer_list<RefusedField> refused) {
  for (const RefusedField& field : refused) {
    const auto found = body.find(field.key);
    if (found == body.end() || !says_something(*found)) continue;
    const std::string why(field.why.empty() ? "Leave it out." : field.why);
    return invalid_field(field.key, std::string(field.key) + " is unsupported here. " + why);
  }
  return success();
}

Status require_text_format(const Json* format, const std::string& place) {
  if (format == nullptr || JsonFields(*format).string("type") == "text") return success();
  return invalid_field(place, place + " can only be {\"type\":\"text\"} here.");
}

Status take_message(const Json& message, const std::string& place, FaceRequest& request) {
  JsonFields fields(message, place);
  if (fields.error()) return invalid_field(place, place + " must be an object.");
  const std::string role = fields.string("role").value_or("");
  const bool is_instruction = role == "system" || role == "developer";
  const std::optional<Role> speaker = role_from(role);
  if (role == "tool" || role == "function")
    fields.fail("role", "tool and function are unsupported: there are no tools here");
  if (!is_instruction && !speaker)
    fields.fail("role", "must be one of system, developer, user, assistant");
  for (const char* calls : {"tool_calls", "function_call"})
    if (const Json* found = fields.any(calls); found != nullptr && says_something(*found))
      fields.fail(calls, "is unsupported: there are no tools here");

  std::string text = text_of(fields);
  if (text.find('\0') != std::string::npos) fields.fail("content", "must not hold NUL characters");
  if (fields.error()) return *fields.error();
  if (is_instruction) {
    add_paragraph(request.instructions, text);
  } else {
    request.messages.push_back({*speaker, std::move(text)});
  }
  return success();
}

Status take_settings(JsonFields& fields, const char* max_key, FaceRequest& request) {
  request.model = fields.required_string("model");
  request.stream = fields.boolean("stream").value_or(false);
  request.temperature = fields.number("temperature");
  const std::optional<std::int64_t> most = fields.integer(max_key);
  if (request.model.empty() || request.model.size() > kMaxModelBytes)
    fields.fail("model", "must be 1 to 200 bytes long");
  if (request.temperature && !(*request.temperature >= 0 && *request.temperature <= 2))
    fields.fail("temperature", "must be between 0 and 2");
  if (most && (*most < 1 || *most > kMaxOutputTokens))
    fields.fail(max_key, "must be between 1 and 1000000");
  if (fields.error()) return *fields.error();
  if (most) request.max_output_tokens = static_cast<int>(*most);
  return success();
}

Status check_request(const FaceRequest& request, const char* messages_key,
                     const ChatLimits& limits) {
  const auto refuse = [&](const std::string& why) {
    return invalid_field(messages_key, std::string(messages_key) + " " + why + ".");
  };
  if (request.messages.empty()) return refuse("must hold a message of the user");
  const PromptMessage& asked = request.messages.back();
  if (asked.role != Role::user) return refuse("must end with a message of the user");
  if (asked.text.empty()) return refuse("must not end with an empty message");
  if (asked.text.size() > limits.max_message_bytes)
    return refuse("ends with a message that is longer than " +
                  std::to_string(limits.max_message_bytes) + " bytes");
  if (request.instructions.size() > limits.max_instructions_bytes)
    return refuse("gives instructions that are longer than " +
                  std::to_string(limits.max_instructions_bytes) + " bytes");
  return success();
}

}  // namespace magic
