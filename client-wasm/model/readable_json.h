// JSON with line breaks and indents for a person to read; nothing is parsed, so everything else
// stays as it was, also in text that is no JSON.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace magic {

std::string readable_json(std::string_view json);

}  // namespace magic
