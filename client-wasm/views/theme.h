// The colours, sizes and type of the product, and Dear ImGui made to follow them.
//
// Units: points (a pixel on an ordinary screen). Every text colour keeps 4.5:1 on its background.
// Thread rule: UI thread.
#pragma once

#include "client-wasm/platform/contrast.h"
#include "client-wasm/platform/fonts.h"
#include "imgui.h"
#include "shared/chat_types.h"

namespace magic {

struct Palette {
  ImU32 background, raised, sunken, border, text, muted;
  ImU32 accent;  // memory on, focus, the main button
  ImU32 on_accent;
  ImU32 cloud, local, demo;                                    // one colour per kind of provider
  ImU32 code_keyword, code_string, code_number, code_comment;  // on `sunken`
  ImU32 error, warning_background;
  ImU32 hover;             // laid over what the pointer is on
  ImU32 selection;         // selected text
  ImU32 found, found_now;  // behind what was searched for; behind the one that is shown
};

namespace size {
// Dear ImGui counts the size of a face from ascent to descent, designers count the em: Inter is
// 1.21 em high, JetBrains Mono 1.32. These are 15, 12.5, 13.5 and 20/17/15 points.
inline constexpr float text = 18.0f, small = 15.0f, code = 18.0f;
inline constexpr float heading[] = {24.0f, 20.5f, 18.0f};
inline constexpr float line = 1.25f;  // line height in these sizes: 1.5 em
inline constexpr float grid = 4.0f;
inline constexpr float inspector = 340.0f, least_chat = 420.0f;
inline constexpr float side_panel = 248.0f, text_column = 760.0f;
inline constexpr float narrow = 700.0f;  // below this width the side panel becomes a drawer
inline constexpr float target = 32.0f;   // the least height of anything that can be hit
inline constexpr float rounding = 10.0f;
}  // namespace size

// What every view needs to draw.
struct Look {
  Palette colour;
  Fonts fonts;
  bool reduced_motion = false;
  bool caret_blinks = false;
};

Palette palette(bool dark);
// In these colours alone; what else is told by colour is told by shapes and words as well.
Palette high_contrast_palette(const SystemColours& colours);
ImU32 colour_of(const Palette& palette, ProviderId provider);
ImU32 with_alpha(ImU32 colour, float alpha);

// Sets Dear ImGui's own style, for the widgets that are not drawn by us. Cheap; call it each frame.
void apply_style(const Palette& palette);

}  // namespace magic
