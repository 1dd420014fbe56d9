// What opens above a button: a list to choose from, a small form, or a menu. In the product's own look.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/icons.h"

namespace magic {

// A small button that says what is chosen and opens something.
struct Opener {
  std::string name;  // accessible: "Model: gpt-5-mini"
  std::string text;  // written
  ImU32 ink = 0;     // 0: that of plain text
};
float opener_width(const Opener& opener, const Look& look);
// Drawn at the cursor, elided to `width` where that is not 0. True when it was pressed.
bool draw(const Opener& opener, const Look& look, float width = 0);

// Opened by ImGui::OpenPopup(id). True: draw its content, row below row, and end it.
// `name` is told to screen readers.
bool begin_popover(const char* id, const char* name, ImVec2 above, float width, const Look& look);
void end_popover();
bool popover_is_open();  // any

// Rows of a popover, as wide as it is.
void draw_row_text(const std::string& text, ImU32 colour, const Look& look);
// Returns whether it was pressed. `detail` stands muted at the right.
bool draw_choice(const std::string& name, const std::string& detail, bool chosen, const Look& look);
// "Temperature   − 0.7 +"; returns -1 or +1 when pressed, 0 otherwise.
int draw_stepper(const std::string& name, const std::string& value, const Look& look);

// A menu of things to do, where the pointer or the focused item is. Opened by ImGui::OpenPopup(id).
// True: draw its items and end it. `name` as above.
bool begin_menu(const char* id, const char* name, const Look& look);
// Pressed: it closes, unless that leads to further items.
bool draw_menu_item(const char* label, icon::Draw icon, const Look& look, bool closes = true);
void end_menu();

}  // namespace magic
