#include "proxy/providers/openai_response.h"

#include "proxy/providers/provider_problem_json.h"
#include "proxy/providers/token_count.h"

namespace magic {
namespace {

void take_parts(const Json* parts, OpenAiOutput& output) {
  if (parts == nullptr) return;
  for (const Json& part : *parts) {
    JsonFields fields(part);
    const std::string type = fields.string("type").value_or("");
    if (type == "output_text") {
      output.text += fields.string("text").value_or("");
    } else if (type == "refusal") {
      output.text += fields.string("refusal").value_or("");
      output.is_refusal = true;
    } else if (type == "summary_text" || type == "reasoning_text") {
      if (!output.reasoning.empty()) output.reasoning += "\n\n";
      output.reasoning += fields.string("text").value_or("");
    }
  }
}

Usage usage_of(JsonFields& response) {
  Usage usage;
  const Json* object = response.object("usage");
  if (object == nullptr) return usage;
  JsonFields fields(*object);
  usage.input_tokens = token_count(fields, "input_tokens");
  usage.output_tokens = token_count(fields, "output_tokens");
  usage.cached_tokens = token_count(fields, "input_tokens_details", "cached_tokens");
  usage.reasoning_tokens = token_count(fields, "output_tokens_details", "reasoning_tokens");
  return usage;
}

}  // namespace

OpenAiOutput openai_output(const Json& response) {
  OpenAiOutput output;
  JsonFields fields(response);
  const Json* items = fields.array("output");
  if (items == nullptr) return output;
  for (const Json& item : *items) {
    JsonFields item_fields(item);
    take_parts(item_fields.array("summary"), output);
    take_parts(item_fields.array("content"), output);
  }
  return output;
}

DecodedEnd openai_end(const Json& response, bool is_refusal) {
  DecodedEnd end;
  JsonFields fields(response);
  end.model = fields.string("model").value_or("");
  end.response_id = fields.string("id").value_or("");
  end.usage = usage_of(fields);
  const std::string status = fields.string("status").value_or("");
  if (status == "completed") {
    end.ending = is_refusal ? Ending::refused : Ending::completed;
  } else if (status == "incomplete") {
    const Json* details = fields.object("incomplete_details");
    const std::string reason =
        details == nullptr ? "" : JsonFields(*details).string("reason").value_or("");
    end.ending = reason == "content_filter" ? Ending::filtered : Ending::length;
  } else if (status == "failed" || status == "cancelled") {
    end.ending = Ending::upstream_error;
    end.problem = problem_in(response).value_or(
        ProviderProblem{.message = "The response ended as " + status + "."});
  }
  return end;
}

}  // namespace magic
