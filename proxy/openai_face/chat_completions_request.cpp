#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/face_reading.h"

namespace magic {
namespace {

constexpr RefusedField kTools{"tools", "This proxy calls no tools; leave it out."};
constexpr RefusedField kFunctions{"functions", "This proxy calls no functions; leave it out."};

Status refuse_what_cannot_be_done(const Json& body, JsonFields& fields) {
  if (Status refused = refuse_fields(body, {kTools,
                                            kFunctions,
                                            {"stop"},
                                            {"logprobs"},
                                            {"top_logprobs"},
                                            {"audio"},
                                            {"web_search_options"}});
      !refused)
    return refused;
  if (fields.integer("n").value_or(1) != 1) fields.fail("n", "must be 1: one answer is given");
  if (const Json* modalities = fields.array("modalities"))
    for (const Json& modality : *modalities)
      if (modality != "text") fields.fail("modalities", "can only hold \"text\" here");
  const Json* format = fields.object("response_format");
  if (fields.error()) return *fields.error();
  return require_text_format(format, "response_format");
}

}  // namespace

Result<FaceRequest> chat_completions_request_from_json(std::string_view text,
                                                       const ChatLimits& limits) {
  const Result<Json> parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const Json& body = parsed.value();
  JsonFields fields(body);
  if (fields.error()) return *fields.error();
  if (Status refused = refuse_what_cannot_be_done(body, fields); !refused) return refused.error();

  FaceRequest request;
  // Both names mean the same; the newer one counts where both are given.
  const bool has_new_name = fields.integer("max_completion_tokens").has_value();
  const char* max_key = has_new_name ? "max_completion_tokens" : "max_tokens";
  if (Status taken = take_settings(fields, max_key, request); !taken) return taken.error();
  if (const Json* options = fields.object("stream_options"))
    request.include_usage = JsonFields(*options).boolean("include_usage").value_or(false);

  const Json* messages = fields.array("messages");
  if (messages == nullptr) fields.fail("messages", "is missing");
  if (fields.error()) return *fields.error();
  for (std::size_t i = 0; i < messages->size(); ++i) {
    const std::string place = "messages[" + std::to_string(i) + "]";
    if (Status taken = take_message((*messages)[i], place, request); !taken) return taken.error();
  }
  if (Status checked = check_request(request, "messages", limits); !checked) return checked.error();
  return request;
}

}  // namespace magic
