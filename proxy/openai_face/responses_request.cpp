#include "proxy/openai_face/face_reading.h"
#include "proxy/openai_face/responses_face.h"

namespace magic {
namespace {

constexpr std::string_view kSessionInstead =
    "This proxy keeps no responses under their ids; send the header X-Session-Id with a name of "
    "your choice instead, and the conversation is remembered under it.";
constexpr RefusedField kTools{"tools", "This proxy calls no tools; leave it out."};
constexpr RefusedField kPrevious{"previous_response_id", kSessionInstead};
constexpr RefusedField kConversation{"conversation", kSessionInstead};
constexpr RefusedField kPrompt{"prompt", "Send its text as instructions instead."};
constexpr RefusedField kBackground{"background", "Wait for the answer, or stream it."};

Status refuse_what_cannot_be_done(const Json& body, JsonFields& fields) {
  if (Status refused = refuse_fields(
          body, {kTools, kPrevious, kConversation, kPrompt, kBackground, {"top_logprobs"}});
      !refused)
    return refused;
  const Json* text = fields.object("text");
  if (fields.error()) return *fields.error();
  if (text == nullptr) return success();
  JsonFields text_fields(*text, "text");
  const Json* format = text_fields.object("format");
  if (text_fields.error()) return *text_fields.error();
  return require_text_format(format, "text.format");
}

Status take_item(const Json& item, const std::string& place, FaceRequest& request) {
  JsonFields fields(item, place);
  if (fields.error()) return invalid_field(place, place + " must be an object.");
  const std::string type = fields.string("type").value_or("message");
  if (fields.error()) return *fields.error();
  // An earlier answer sent back whole: its reasoning is nothing that was said.
  if (type == "reasoning") return success();
  if (type == "message") return take_message(item, place, request);
  fields.fail("type", "'" + shown(type) + "' is unsupported: only messages can be sent");
  return *fields.error();
}

Status take_input(JsonFields& fields, FaceRequest& request) {
  const Json* input = fields.any("input");
  if (input == nullptr) return invalid_field("input", "input is missing.");
  if (input->is_string()) {
    Json message;
    message["role"] = "user";
    message["content"] = *input;
    return take_message(message, "input", request);
  }
  if (!input->is_array())
    return invalid_field("input", "input must be a string or a list of messages.");
  for (std::size_t i = 0; i < input->size(); ++i) {
    const std::string place = "input[" + std::to_string(i) + "]";
    if (Status taken = take_item((*input)[i], place, request); !taken) return taken;
  }
  return success();
}

}  // namespace

Result<FaceRequest> responses_request_from_json(std::string_view text, const ChatLimits& limits) {
  const Result<Json> parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const Json& body = parsed.value();
  JsonFields fields(body);
  if (fields.error()) return *fields.error();
  if (Status refused = refuse_what_cannot_be_done(body, fields); !refused) return refused.error();

  FaceRequest request;
  if (Status taken = take_settings(fields, "max_output_tokens", request); !taken)
    return taken.error();
  request.instructions = fields.string("instructions").value_or("");
  if (fields.error()) return *fields.error();
  if (Status taken = take_input(fields, request); !taken) return taken.error();
  if (Status checked = check_request(request, "input", limits); !checked) return checked.error();
  return request;
}

}  // namespace magic
