// Text with the styles that Markdown knows, before it is laid out.
#pragma once

#include <string>

#include "client-wasm/model/code_tokens.h"

namespace magic {

struct TextStyle {
  bool bold = false;
  bool italic = false;
  bool code = false;
  bool struck = false;
  bool muted = false;
  bool marked = false;           // as with a marker pen: words that differ
  CodeInk ink = CodeInk::plain;  // of code in a block
  int link = -1;                 // index into the owner's list of addresses; -1: none

  bool operator==(const TextStyle&) const = default;
};

struct StyledText {
  std::string text;  // shown as it is; LF ends a line
  TextStyle style;
};

}  // namespace magic
