// The text that an input method is still composing (Chinese, Japanese, Korean, dead keys), drawn at
// the caret. It is not part of any field's text until it is committed.
//
// Limit: it covers what stands right of the caret.
// Thread rule: UI thread.
#pragma once

#include <string>

namespace magic {

struct Composition {
  std::string text;     // empty: nothing is being composed
  bool wanted = false;  // a text field has the focus
  float x = 0, y = 0;   // of the caret, in points
  float line_height = 0;
};

// The one there is: a program has one keyboard.
Composition& composition();

// Over everything, at the end of a Dear ImGui frame.
void draw_composition();

}  // namespace magic
