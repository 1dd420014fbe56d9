// A text that is laid out, told to screen readers where it is drawn (platform/mirror.h).
// Thread rule: UI thread. Units: points.
#pragma once

#include <string_view>

#include "client-wasm/platform/mirror.h"
#include "client-wasm/views/text_layout.h"

namespace magic {

void tell_layout(const TextLayout& layout, ImVec2 at);

// Lays small text out, draws it, and tells it. Returns its height.
float draw_wrapped(std::string_view text, ImVec2 at, float width, ImU32 colour, const Look& look);

}  // namespace magic
