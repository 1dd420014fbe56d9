// A text that is being written: caret, selection, and what was done to it, so that it can be undone.
// Pure: no keys, no fonts, no clock.
//
// Places are byte offsets into UTF-8, always between two characters as a person counts them
// (segments.h). What is inserted is made well-formed first: bad bytes become U+FFFD, line ends
// become LF, other control characters are dropped. Limits: max_bytes of text, kMaxUndoBytes kept
// for undoing.
// Thread rule: UI thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace magic {

struct TextRules {
  bool single_line = false;  // line ends become spaces
  std::size_t max_bytes = 131072;
};

enum class TextUnit { character, word, line, text };  // line: to its LF
enum class Way { back, forward };

class TextEdit {
 public:
  static constexpr std::size_t kMaxUndoBytes = 1024 * 1024;

  explicit TextEdit(TextRules rules = {}) : rules_(rules) {}

  // What is there already stays, however long it is.
  void set_max_bytes(std::size_t most) { rules_.max_bytes = most; }

  const std::string& text() const { return text_; }
  std::size_t caret() const { return caret_; }
  std::size_t begin() const { return caret_ < anchor_ ? caret_ : anchor_; }  // of the selection
  std::size_t end() const { return caret_ < anchor_ ? anchor_ : caret_; }
  bool has_selection() const { return caret_ != anchor_; }
  std::string selected() const { return text_.substr(begin(), end() - begin()); }
  int revision() const { return revision_; }  // grows with every change of the text

  // Another text, from elsewhere: the caret goes to its end, and there is nothing to undo.
  void reset(std::string text);

  // Without `extend` the selection ends; moving by a character then goes to its edge.
  void move(Way way, TextUnit unit, bool extend);
  void move_to(std::size_t place, bool extend);
  void select(std::size_t anchor, std::size_t caret);
  // The word or line that a place is in: {begin, end}.
  std::pair<std::size_t, std::size_t> around(std::size_t place, TextUnit unit) const;

  // In place of the selection. Return how many bytes had no room, and so are not in the text.
  // What is typed is undone together with what was typed just before; what is pasted by itself.
  std::size_t type(std::string_view typed) { return insert(typed, Kind::typing); }
  std::size_t paste(std::string_view pasted) { return insert(pasted, Kind::alone); }
  // The selection, or as far as `move` would go.
  void erase(Way way, TextUnit unit);

  // False: there is nothing to undo, or to do again.
  bool undo();
  bool redo();
  // The person paused: what is typed next is undone by itself.
  void end_group() { group_ = Kind::alone; }

 private:
  enum class Kind { alone, typing, erasing };  // alone: goes with no other step
  struct Step {
    std::size_t at = 0;
    std::string removed, inserted;
    std::size_t anchor = 0, caret = 0;  // as they were before
  };

  std::size_t goal(Way way, TextUnit unit, std::size_t from) const;
  std::size_t insert(std::string_view text, Kind kind);
  void replace(std::size_t begin, std::size_t end, std::string text, Kind kind);
  bool continues(const Step& step, Kind kind) const;
  void remember(Step step, Kind kind);
  void forget_oldest();

  TextRules rules_;
  std::string text_;
  std::size_t caret_ = 0, anchor_ = 0;
  int revision_ = 0;
  std::vector<Step> done_, undone_;
  std::size_t undo_bytes_ = 0;  // of done_
  Kind group_ = Kind::alone;    // by what the last step may still be continued
};

}  // namespace magic
