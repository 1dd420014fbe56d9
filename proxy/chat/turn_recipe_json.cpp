#include "proxy/chat/turn_recipe_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

Json run_json(const ItemRun& run) {
  return {{"from", run.from},
          {"to", run.to},
          {"count", run.count},
          {"sent", run.sent},
          {"reason", name_of(run.reason)}};
}

ItemRun run_of(const Json& json) {
  JsonFields fields(json);
  ItemRun run;
  run.from = fields.string("from").value_or("");
  run.to = fields.string("to").value_or("");
  run.count = fields.integer("count").value_or(0);
  run.sent = fields.boolean("sent").value_or(false);
  run.reason =
      context_reason_from(fields.string("reason").value_or("")).value_or(ContextReason::history);
  return run;
}

}  // namespace

std::string to_json(const TurnRecipe& recipe) {
  Json json;
  json["request"] = lane_json(recipe.request);
  json["model"] = recipe.model;
  json["max_output_tokens"] = recipe.max_output_tokens;
  json["stream"] = recipe.stream;
  json["token_factor"] = recipe.token_factor;
  if (!recipe.without.empty()) json["without"] = recipe.without;
  put(json, "instructions", recipe.instructions);
  json["context"] = context_json(recipe.context);
  json["context"].erase("messages");
  Json runs = Json::array();
  for (const ItemRun& run : recipe.runs) runs.push_back(run_json(run));
  json["runs"] = std::move(runs);
  json["upstream"] = trace_json(recipe.trace);
  if (!recipe.request_id.empty()) json["request_id"] = recipe.request_id;
  return dump_json(json);
}

Result<TurnRecipe> turn_recipe_from_json(std::string_view text) {
  return read_json<TurnRecipe>(text, [](const Json& json) -> Result<TurnRecipe> {
    JsonFields fields(json);
    if (fields.error()) return *fields.error();
    TurnRecipe recipe;
    if (const Json* request = fields.object("request")) recipe.request = lane_of(*request);
    recipe.model = fields.string("model").value_or("");
    recipe.max_output_tokens = int_or_zero(fields.integer("max_output_tokens"));
    recipe.stream = fields.boolean("stream").value_or(false);
    recipe.token_factor = fields.number("token_factor").value_or(1.0);
    if (const Json* ids = fields.array("without"))
      for (const Json& id : *ids)
        if (id.is_string()) recipe.without.insert(id.get<std::string>());
    recipe.instructions = fields.string("instructions");
    if (const Json* context = fields.object("context")) recipe.context = context_of(*context);
    if (const Json* runs = fields.array("runs"))
      for (const Json& run : *runs) recipe.runs.push_back(run_of(run));
    if (const Json* trace = fields.object("upstream")) recipe.trace = trace_of(*trace);
    recipe.request_id = fields.string("request_id").value_or("");
    return recipe;
  });
}

}  // namespace magic
