// How much contrast the person's system asks for, and in which colours.
#pragma once

namespace magic {

enum class Contrast {
  usual,
  more,   // as much as there is, in the program's own light or dark
  forced  // in the system's colours only
};

// 0xRRGGBB. Text and link keep their contrast on the background.
struct SystemColours {
  unsigned background = 0xFFFFFF, text = 0x000000, link = 0x0000C0, highlight = 0x0000C0;
};

}  // namespace magic
