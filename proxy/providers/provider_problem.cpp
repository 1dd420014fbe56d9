#include "proxy/providers/provider_problem.h"

#include <string>

#include "proxy/providers/provider_problem_json.h"

namespace magic {
namespace {

// Codes are strings at OpenAI and numbers at llama.cpp and vLLM.
std::string text_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end()) return {};
  if (it->is_string()) return it->get<std::string>();
  if (it->is_number_integer()) return std::to_string(it->get<std::int64_t>());
  return {};
}

ProviderProblem read_fields(const Json& object) {
  ProviderProblem problem{.code = text_of(object, "code"),
                          .type = text_of(object, "type"),
                          .param = text_of(object, "param"),
                          .message = text_of(object, "message")};
  if (problem.message.empty()) problem.message = text_of(object, "detail");
  return problem;
}

}  // namespace

ProviderProblem problem_from_json(const Json& value) {
  if (!value.is_object()) return {};
  const auto error = value.find("error");
  if (error != value.end() && error->is_object()) return read_fields(*error);
  if (error != value.end() && error->is_string()) return {.message = error->get<std::string>()};
  return read_fields(value);
}

std::optional<ProviderProblem> problem_in(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  const auto error = value.find("error");
  if (error == value.end() || error->is_null()) return std::nullopt;
  return problem_from_json(value);
}

ProviderProblem problem_from_body(std::string_view body) {
  const Result<Json> value = parse_json(body);
  return value ? problem_from_json(value.value()) : ProviderProblem{};
}

}  // namespace magic
