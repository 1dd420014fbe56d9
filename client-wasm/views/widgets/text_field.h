// One line to write in, in the product's own look.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/icons.h"

namespace magic {

struct TextField {
  const char* label = "";  // its name; not written
  const char* placeholder = "";
  icon::Draw icon = nullptr;  // before the text
  float width = 0;
  float height = 36;
  bool secret = false;      // shown as dots, and not copied
  bool take_focus = false;  // now
  bool select_all = false;  // when it gets the focus
};

struct TextFieldEvents {
  bool changed = false;
  bool entered = false;  // by Enter
  bool left = false;     // in another way, Escape excepted
  bool escaped = false;
};

// Drawn at the cursor. `text` is edited in place.
TextFieldEvents draw(const TextField& field, std::string& text, const Look& look);

}  // namespace magic
