// The request half of openai_codec.h.
#include <algorithm>
#include <array>

#include "proxy/providers/model_names.h"
#include "proxy/providers/openai_codec.h"
#include "shared/json_fields.h"

namespace magic {
std::string_view default_reasoning_effort(std::string_view model) {
  constexpr std::array<std::string_view, 3> kModels{"gpt-5", "gpt-5-mini", "gpt-5-nano"};
  const std::string_view name = without_snapshot_date(model);
  return std::find(kModels.begin(), kModels.end(), name) != kModels.end() ? "minimal" : "";
}

std::string openai_request_json(const Prompt& prompt, std::string_view reasoning_effort) {
  Json input = Json::array();
  for (const PromptMessage& message : prompt.messages)
    // OpenAI takes an item without "type" too, other servers of this API refuse it.
    input.push_back(
        {{"type", "message"}, {"role", name_of(message.role)}, {"content", message.text}});

  Json body = Json::object();
  body["model"] = prompt.model;
  body["store"] = prompt.keep_at_provider;
  if (!prompt.previous_response_id.empty())
    body["previous_response_id"] = prompt.previous_response_id;
  body["stream"] = prompt.stream;
  if (prompt.max_output_tokens > 0) body["max_output_tokens"] = prompt.max_output_tokens;
  if (prompt.temperature) body["temperature"] = *prompt.temperature;
  if (!reasoning_effort.empty()) body["reasoning"] = {{"effort", reasoning_effort}};
  if (!prompt.instructions.empty()) body["instructions"] = prompt.instructions;
  body["input"] = std::move(input);
  return dump_json(body);
}

}  // namespace magic
