// A text that is laid out, told to screen readers where it is drawn (platform/mirror.h).
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/platform/mirror.h"
#include "client-wasm/views/text_layout.h"

namespace magic {

void tell_layout(const TextLayout& layout, ImVec2 at);

}  // namespace magic
