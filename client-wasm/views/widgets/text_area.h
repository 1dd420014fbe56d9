// Text to write in: the composer, longer fields, and (text_field.h) fields of one line. It wraps,
// scrolls by itself, shows what an input method composes within the text, and is written to with
// keys, mouse and fingers as people expect of their system.
//
// One Dear ImGui item, drawn at the cursor; its frame is drawn by whoever holds it.
// Thread rule: UI thread. Units: points, ms, bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client-wasm/text/text_edit.h"
#include "client-wasm/views/text_caret.h"

namespace magic {

struct TextAreaLook {
  const char* label = "";  // its accessible name; not written
  const char* placeholder = "";
  ImVec2 extent;   // of all that can be hit
  ImVec2 padding;  // from there to the text; one line stands in the middle
  float font_size = size::text;
  bool enter_writes = false;  // Enter begins a line; otherwise Shift+Enter and Ctrl+Enter do
  bool keeps_focus = true;    // after Enter
  bool takes_escape = false;  // Escape leaves it
  bool secret = false;        // shown as stars, one a byte, and neither copied nor told
  bool select_all = false;    // when it gets the focus
  bool take_focus = false;    // now
};

struct TextAreaEvents {
  bool changed = false;
  bool entered = false;  // by Enter
  bool left = false;     // the focus went, other than by Enter and Escape
  bool escaped = false;
  std::size_t left_out = 0;  // bytes of what was written or pasted that had no room
};

class TextArea {
 public:
  explicit TextArea(TextRules rules = {}) : one_line_(rules.single_line), edit_(rules) {}

  void set_max_bytes(std::size_t most) { edit_.set_max_bytes(most); }

  const std::string& text() const { return edit_.text(); }
  const TextEdit& edit() const { return edit_; }
  void set_text(std::string text);  // from elsewhere; the caret goes to its end
  bool has_focus() const { return has_focus_; }

  // How high the text is in a width, padding not counted: all its lines, and what one line takes.
  float text_height(float width, float font_size, const Fonts& fonts);

  TextAreaEvents draw(const TextAreaLook& as, const Look& look);

 private:
  // One frame's drawing, and the input that it takes.
  struct Frame {
    const TextAreaLook& as;
    const Look& look;
    ImGuiID id = 0;
    ImVec2 min, max;  // of the item
    ImVec2 room;      // for the text
    bool hovered = false;
  };

  const TextLayout& lay_out_for(float width, float font_size, const Fonts& fonts);
  const TextLayout& layout(const Frame& frame);
  ImVec2 origin(const Frame& frame);                     // of the layout, on the screen
  TextPlace caret_shown() const;                         // in what is shown, preedit included
  std::size_t place_of(std::size_t shown) const;         // in the text, of one in what is shown
  void show_caret(LineSide side = LineSide::next_line);  // it moved, or the text did

  bool take_focus(const Frame& frame);  // true: by the keyboard, in this frame
  void take_preedit();
  void take_mouse(const Frame& frame);
  void point_at(ImVec2 at, const Frame& frame, bool extend);
  void own_keys(const Frame& frame) const;
  void take_keys(const Frame& frame, TextAreaEvents& events);
  void take_moves(const Frame& frame);
  void take_shortcuts(const Frame& frame, TextAreaEvents& events);
  void take_text(TextAreaEvents& events);
  void move_lines(const Frame& frame, float lines);
  void move_to_edge(const Frame& frame, Way way, bool extend);
  void write(std::string_view text, bool is_paste, TextAreaEvents& events);

  void scroll(const Frame& frame);
  void paint(const Frame& frame);
  void paint_caret(const Frame& frame, ImVec2 at);

  bool one_line_;
  bool is_secret_ = false;
  TextEdit edit_;
  std::string preedit_;                  // stands at the caret, and is not in the text yet
  LineSide side_ = LineSide::next_line;  // of the caret
  float column_ = -1;                    // where Up and Down aim at; -1: where the caret is
  ImVec2 scrolled_;
  bool follow_ = true;  // scroll to where the caret is
  bool has_focus_ = false, dragging_ = false, finger_down_ = false;
  int clicks_ = 0;
  std::size_t drag_begin_ = 0, drag_end_ = 0;  // what the first click of a drag selected
  std::int64_t clicked_ms_ = 0, moved_ms_ = 0;

  TextLayout layout_;
  int laid_out_revision_ = -1;
  std::size_t laid_out_caret_ = 0;
  std::string laid_out_preedit_;
  float laid_out_width_ = 0, laid_out_size_ = 0;
};

// After how long the caret of the text with the focus changes; -1: it does not blink.
int caret_frame_ms();

}  // namespace magic
