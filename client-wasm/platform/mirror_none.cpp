#include "client-wasm/platform/mirror.h"

namespace magic {

void tell_widget(UiRole, std::string_view, bool) {}
void tell_fold(std::string_view, bool) {}
void tell_text(ImGuiID, std::string_view, std::size_t, std::size_t) {}
void tell_words(std::string_view, ImVec2, ImVec2, UiRole) {}
void begin_told_part(UiRole, std::string_view) {}
void end_told_part() {}

}  // namespace magic
