// The .env file: NAME=value lines, as docker compose reads them. Pure.
//
// Comments start with # at a line's start or after a space; values may stand in single or double
// quotes; "export " before a name is skipped.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "shared/result.h"

namespace magic {

using Variables = std::map<std::string, std::string, std::less<>>;

// Errors: internal, naming the line, never showing its value.
Result<Variables> parse_env_file(std::string_view text);

}  // namespace magic
