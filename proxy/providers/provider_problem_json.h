// For codecs that meet an error inside a stream of JSON values.
#pragma once

#include <optional>

#include "proxy/providers/provider_problem.h"
#include "shared/json_fields.h"

namespace magic {

// `value` is an object that is known to report an error: the error stands in its field "error", or
// the object is the error itself.
ProviderProblem problem_from_json(const Json& value);

// The problem in the field "error", if there is one that is not null.
std::optional<ProviderProblem> problem_in(const Json& value);

}  // namespace magic
