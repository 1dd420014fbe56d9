// One of several things, chosen from a list that opens below (or above) it. In the product's own
// look; opener and choices are Dear ImGui items with accessible names.
#pragma once

#include <string>
#include <vector>

#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/icons.h"

namespace magic {

struct Choice {
  std::string name;
  icon::Draw icon = nullptr;
  ImU32 colour = 0;          // of its icon
  bool unavailable = false;  // can be chosen all the same; marked with a dot
};

struct Chooser {
  std::string label;  // its accessible name is "<label>: <what is chosen>"
  std::vector<Choice> choices;
  int chosen = 0;
  float width = 120;
  float height = size::target;
  bool enabled = true;
};

// Drawn at the cursor. Returns the index of the choice that was pressed, or -1.
int draw(const Chooser& chooser, const Look& look);

}  // namespace magic
