// What an input method and the text that is written in tell each other. The input method composes a
// text (Chinese, Japanese, Korean, dead keys) that is not part of any field's text until it is
// committed; the field with the focus shows it at its caret, and tells where that is. Meanwhile the
// platform keeps the keys that are the input method's.
//
// Thread rule: UI thread.
#pragma once

#include <string>

namespace magic {

struct Composition {
  std::string text;     // empty: nothing is being composed
  bool wanted = false;  // a text field has the focus
  float x = 0, y = 0;   // where the composed text begins, in points
  float line_height = 0;
};

// The one there is: a program has one keyboard.
Composition& composition();

}  // namespace magic
