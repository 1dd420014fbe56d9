// Buttons and switches in the product's own look. Each is one Dear ImGui item whose label is its
// accessible name, at least size::target high, with a focus ring for the keyboard.
#pragma once

#include <string>
#include <vector>

#include "client-wasm/platform/mirror.h"
#include "client-wasm/views/theme.h"
#include "client-wasm/views/widgets/icons.h"

namespace magic {

enum class ButtonKind { plain, outlined, filled, danger };

struct Button {
  std::string label;          // its name; what is written on it unless it is an icon alone
  icon::Draw icon = nullptr;  // before the label, or alone
  bool icon_only = false;     // the label is then shown as a tooltip
  ButtonKind kind = ButtonKind::plain;
  bool enabled = true;
  std::string name;    // its name, where it says more than what is written
  bool quiet = false;  // an icon that is only seen when it is hovered or focused
  float width = 0;     // 0: as wide as its content
  float height = size::target;
  float font_size = size::text - 1;
  UiRole role = UiRole::button;
};

float button_width(const Button& button, const Look& look);

// Drawn at the cursor. True when it was pressed.
bool draw(const Button& button, const Look& look);

// A segmented control: exactly one of its segments is chosen.
struct Segment {
  std::string name;   // accessible: "Memory: on"
  std::string label;  // written
  icon::Draw icon = nullptr;
  ImU32 colour = 0;          // of icon and label when chosen
  bool unavailable = false;  // can be chosen all the same; marked with a dot
};
float segments_width(const std::vector<Segment>& segments, const Look& look);
// Returns the index of the segment that was pressed, or -1.
// `group` is what is chosen, for screen readers.
int draw_segments(const char* group, const std::vector<Segment>& segments, int chosen,
                  const Look& look, float width = 0);

void draw_tooltip(const char* text, const Look& look);  // for the last item, when hovered
void draw_focus_ring(ImVec2 min, ImVec2 max, float rounding, const Look& look);  // last item

}  // namespace magic
