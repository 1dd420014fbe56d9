#include "proxy/http/context_query.h"

#include <charconv>
#include <utility>

#include "proxy/http/path_ids.h"
#include "shared/json_fields.h"

namespace magic {
namespace {

void put_text(Json& json, const httplib::Request& request, const char* name) {
  if (std::optional<std::string> text = query_text(request, name)) json[name] = *std::move(text);
}

// What is no number is passed on as text, and refused as one by the reader of the field.
void put_number(Json& json, const httplib::Request& request, const char* name) {
  const std::optional<std::string> text = query_text(request, name);
  if (!text) return;
  int number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, number);
  json[name] = problem == std::errc{} && stop == end ? Json(number) : Json(*text);
}

}  // namespace

// One reader for both doors: the query becomes the JSON that POST /chat takes.
Result<ContextQuery> context_query_of(const httplib::Request& request, const ChatLimits& limits) {
  Json json = Json::object();
  json["mode"] = "stateful";
  for (const char* name : {"mode", "provider", "model", "instructions"})
    put_text(json, request, name);
  put_number(json, request, "max_output_tokens");
  if (request.has_param("strategy")) {
    Json& memory = json["memory"] = Json::object();
    put_text(memory, request, "strategy");
    for (const char* name : {"n", "tokens", "keep_last"}) put_number(memory, request, name);
  }
  const std::string message = query_text(request, "message").value_or("");
  json["message"] = message.empty() ? " " : message;  // which must not be empty there
  Result<ChatRequest> asked = chat_request_from_json(dump_json(json), limits);
  if (!asked) return asked.error();
  return ContextQuery{std::move(static_cast<LaneRequest&>(asked.value())), message};
}

}  // namespace magic
