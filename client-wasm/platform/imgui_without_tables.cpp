// Stands for Dear ImGui's imgui_tables.cpp, a tenth of its code: this UI draws its tables itself and has
// no use for ImGui's, but the core calls these functions for a table or columns that may be open. None
// ever is, since BeginTable and BeginColumns do not exist here: whoever calls them gets an error of the
// linker, and then takes this file out of ui_third_party.cmake.
#include <imgui.h>
#include <imgui_internal.h>

namespace ImGui {

void EndTable() {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableGcCompactSettings() {}
void TableSettingsAddSettingsHandler() {}
void EndColumns() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}

}  // namespace ImGui
