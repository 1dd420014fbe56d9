// Small pictures drawn with lines, sharp at any size. Each is centred at `at` and fits a square of
// `extent` points.
#pragma once

#include "client-wasm/views/theme.h"

namespace magic::icon {

using Draw = void (*)(ImVec2 at, float extent, ImU32 colour);

void send(ImVec2 at, float extent, ImU32 colour);
void stop(ImVec2 at, float extent, ImU32 colour);
void copy(ImVec2 at, float extent, ImU32 colour);
void check(ImVec2 at, float extent, ImU32 colour);
void retry(ImVec2 at, float extent, ImU32 colour);
void edit(ImVec2 at, float extent, ImU32 colour);
void plus(ImVec2 at, float extent, ImU32 colour);
void minus(ImVec2 at, float extent, ImU32 colour);
void trash(ImVec2 at, float extent, ImU32 colour);
void menu(ImVec2 at, float extent, ImU32 colour);
void close(ImVec2 at, float extent, ImU32 colour);
void down(ImVec2 at, float extent, ImU32 colour);
void left(ImVec2 at, float extent, ImU32 colour);  // corners without a stem: pages and folds
void right(ImVec2 at, float extent, ImU32 colour);
void unfolded(ImVec2 at, float extent, ImU32 colour);
void up(ImVec2 at, float extent, ImU32 colour);  // the corner that points up
void lock(ImVec2 at, float extent, ImU32 colour);
void unlocked(ImVec2 at, float extent, ImU32 colour);
void search(ImVec2 at, float extent, ImU32 colour);
void columns(ImVec2 at, float extent, ImU32 colour);   // compare
void layers(ImVec2 at, float extent, ImU32 colour);    // what was sent: the inspector
void flag(ImVec2 at, float extent, ImU32 colour);      // the tour
void gear(ImVec2 at, float extent, ImU32 colour);      // the settings
void more(ImVec2 at, float extent, ImU32 colour);      // three dots: what else can be done
void bring_in(ImVec2 at, float extent, ImU32 colour);  // into a tray: import
void take_out(ImVec2 at, float extent, ImU32 colour);  // out of a tray: export
void warning(ImVec2 at, float extent, ImU32 colour);

// The shapes of the two switches, wherever they appear.
void memory_on(ImVec2 at, float extent, ImU32 colour);   // a full stack
void memory_off(ImVec2 at, float extent, ImU32 colour);  // an empty ring
void cloud(ImVec2 at, float extent, ImU32 colour);
void local(ImVec2 at, float extent, ImU32 colour);  // a chip
void demo(ImVec2 at, float extent, ImU32 colour);   // a play button

Draw of(ProviderId provider);
Draw of(Mode mode);

}  // namespace magic::icon
