// Errors as OpenAI's clients know them: {"error":{"message","type","param","code"}}.
//
// Statuses are OpenAI's, so that a client throws the class that it documents; a bad field is 400
// here where our own API says 422. `code` is our own code's name, but for the four that programs
// written for OpenAI look at: model_not_found, invalid_api_key, rate_limit_exceeded,
// insufficient_quota.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "shared/result.h"

namespace magic {

int face_status(ErrorCode code);

// A not_found whose param is "model" is a model that does not exist.
std::string face_error_json(const Error& error);

}  // namespace magic
