// Time as a hand feels it: between two clicks, and between two keys. Dear ImGui's own time stands
// still while nothing is drawn.
// Thread rule: any thread.
#pragma once

#include <cstdint>

namespace magic {

std::int64_t text_clock_ms();

}  // namespace magic
