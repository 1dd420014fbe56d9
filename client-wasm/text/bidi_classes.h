// What a character does to the direction of a line (Unicode's Bidi_Class, by its own short names).
#pragma once

#include <cstdint>

namespace magic {

enum class BidiClass : std::uint8_t {
  L,   // left to right: Latin, Greek, Chinese...
  R,   // right to left: Hebrew...
  AL,  // right to left: Arabic, Syriac...
  EN,  // digits
  AN,  // digits of Arabic
  ES,  // joins digits: + -
  ET,  // belongs to digits: % and currencies
  CS,  // stands between digits: . , : /
  WS,  // spaces
  S,   // a tab
  ON,  // everything else
};

BidiClass bidi_class(char32_t character);

}  // namespace magic
