// Two answers to one question, with a message and without it, and the words that differ.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/inspector.h"
#include "client-wasm/views/column.h"

namespace magic {

class WhatIfView {
 public:
  void draw(Column& column, const WhatIf& what_if);

 private:
  void update(const WhatIf& what_if, float width, const Look& look);

  std::string with_text_, without_text_;
  float width_ = 0;  // 0: nothing is laid out
  TextLayout with_, without_;
};

}  // namespace magic
