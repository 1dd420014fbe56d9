// The model's context window as a bar: what of it the turn used, what is kept for the answer, what
// is free; the numbers to it, and what went otherwise than asked.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string_view>

#include "client-wasm/views/column.h"
#include "shared/context_report.h"

namespace magic {

void draw_context_bar(Column& column, const ContextReport& context, std::string_view provider);

}  // namespace magic
