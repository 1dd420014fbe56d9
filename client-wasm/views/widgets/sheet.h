// A page of its own, laid over the screen until it is closed: by its button, by Escape, or by a
// click beside it. Keys and clicks reach nothing below.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <optional>

#include "client-wasm/views/column.h"

namespace magic {

// Opened by ImGui::OpenPopup(id), in the same window. Draw in the column and end it; nullopt: it is
// closed. What is too high for the window is scrolled below the title.
std::optional<Column> begin_sheet(const char* id, const char* title, float width, const Look& look);
void end_sheet(const Column& column);

}  // namespace magic
