// What a screen reader is told of the canvas beside what Dear ImGui's own hooks say: what a widget
// is, what the parts of the screen are, and texts that are no widgets. Views call these where they
// draw, also for what is scrolled out of sight: it is found there all the same.
//
// In the browser mirror_web.cpp takes it to the page; a desktop has no such page, and there
// mirror_none.cpp does nothing.
//
// Thread rule: UI thread, within a frame. Units: points. Names end before "##", as Dear ImGui's labels do.
#pragma once

#include <cstddef>
#include <string_view>

#include "imgui.h"

namespace magic {

// As in web/mirror.js.
enum class UiRole {
  button,
  checkbox,
  textbox,
  slider,
  radio,
  option,
  menu_item,
  // Not pressed.
  heading,
  text,
  status,  // words that are read out when they change
  // Parts: what holds others.
  group,
  navigation,
  region,
  complementary,
  dialog,
  radio_group,
  list_box,
  menu
};

// The last item is this; `checked` is for those that can be.
void tell_widget(UiRole role, std::string_view name, bool checked = false);
// The last item folds something, or opens it: a button that is expanded or not.
void tell_fold(std::string_view name, bool open);

// What is written in a field, and the selection in it as byte offsets (equal: the caret). Long texts
// are told by their beginning.
void tell_text(ImGuiID field, std::string_view text, std::size_t select_from,
               std::size_t select_to);

// Words that are drawn between these corners, in the order in which they are read.
void tell_words(std::string_view words, ImVec2 min, ImVec2 max, UiRole role = UiRole::text);

// What is told between these two stands in this part. Beside each other, no two have the same name;
// what follows "##" may tell them apart.
void begin_told_part(UiRole role, std::string_view name);
void end_told_part();

class ToldPart {
 public:
  ToldPart(UiRole role, std::string_view name) { begin_told_part(role, name); }
  ~ToldPart() { end_told_part(); }
  ToldPart(const ToldPart&) = delete;
  ToldPart& operator=(const ToldPart&) = delete;
};

}  // namespace magic
