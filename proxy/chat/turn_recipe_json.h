// A recipe as the line of JSON that is stored beside its turn.
//
// {"request":{...},"model","max_output_tokens","stream","token_factor"[,"without":[ids]]
//  [,"instructions"],"context":{the report without "messages"},
//  "runs":[{"from","to","count","sent","reason"}],"upstream":{...}[,"request_id"]}
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "proxy/chat/turn_recipe.h"
#include "shared/result.h"

namespace magic {

std::string to_json(const TurnRecipe& recipe);
// Lenient, as for all that we stored ourselves: only what is no JSON object is an error.
Result<TurnRecipe> turn_recipe_from_json(std::string_view json);

}  // namespace magic
