// What the built-in demo answers. Deterministic, and knows nothing but the messages of the prompt:
// that is what makes forgetting exact.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "proxy/providers/provider.h"

namespace magic {

std::string demo_answer(const Prompt& prompt);

}  // namespace magic
