#include "client-wasm/text/text_edit.h"

#include <algorithm>

#include "client-wasm/text/segments.h"
#include "shared/utf8.h"

namespace magic {
namespace {

// Characters and words are looked for in this many bytes around a place, so that a long text costs
// no more than a short one.
constexpr std::size_t kWindow = 512;
// A step costs more than its bytes.
constexpr std::size_t kStepBytes = 64;

bool is_inside_character(const std::string& text, std::size_t place) {
  return place < text.size() && (static_cast<unsigned char>(text[place]) & 0xC0) == 0x80;
}

// Where Unicode's rules may begin to count: a line, or else before an ASCII character, which
// combines with nothing that stands before it.
std::size_t window_begin(const std::string& text, std::size_t place) {
  const std::size_t least = place > kWindow ? place - kWindow : 0;
  std::size_t at = place;
  while (at > least && text[at - 1] != '\n') --at;
  if (at == 0 || text[at - 1] == '\n') return at;
  while (at < place && static_cast<unsigned char>(text[at]) >= 0x80) ++at;
  return at < place ? at : least;
}

std::size_t window_end(const std::string& text, std::size_t place) {
  std::size_t at = std::min(text.size(), place + kWindow);
  while (is_inside_character(text, at)) ++at;
  const std::size_t line_end = text.find('\n', place);
  return line_end < at ? line_end : at;
}

// The words, and what stands between them, around a place.
template <typename OnSpan>
void for_each_word(const std::string& text, std::size_t place, OnSpan on_span) {
  const std::size_t from = window_begin(text, place);
  const std::string_view window(text.data() + from, window_end(text, place) - from);
  for (const WordSpan& span : word_spans(window))
    on_span(from + span.begin, from + span.end, span.is_word);
}

std::size_t character_before(const std::string& text, std::size_t place) {
  if (place == 0 || text[place - 1] == '\n') return place == 0 ? 0 : place - 1;
  const std::size_t from = window_begin(text, place - 1);
  const std::string_view window(text.data() + from, place - from);
  std::size_t before = from;
  for (const std::size_t end : character_ends(window))
    if (from + end < place) before = from + end;
  return before;
}

std::size_t character_after(const std::string& text, std::size_t place) {
  if (place >= text.size()) return text.size();
  if (text[place] == '\n') return place + 1;
  const std::string_view window(text.data() + place, window_end(text, place) - place);
  return place + character_ends(window).front();
}

std::size_t word_before(const std::string& text, std::size_t place) {
  if (place == 0 || text[place - 1] == '\n') return place == 0 ? 0 : place - 1;
  std::size_t word = window_begin(text, place);
  for_each_word(text, place, [&](std::size_t begin, std::size_t, bool is_word) {
    if (is_word && begin < place) word = begin;
  });
  return word;
}

std::size_t word_after(const std::string& text, std::size_t place) {
  if (place >= text.size()) return text.size();
  if (text[place] == '\n') return place + 1;
  std::size_t found = 0;
  for_each_word(text, place, [&](std::size_t, std::size_t end, bool is_word) {
    if (is_word && end > place && found == 0) found = end;
  });
  return found != 0 ? found : window_end(text, place);
}

std::string cleaned(std::string_view raw, bool single_line) {
  const std::string text = utf8_repaired(raw);
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n' || c == '\r')
      clean += single_line ? ' ' : '\n';
    else if (c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F))
      clean += c;
  }
  return clean;
}

}  // namespace

void TextEdit::reset(std::string text) {
  text_ = std::move(text);
  caret_ = anchor_ = text_.size();
  ++revision_;
  done_.clear();
  undone_.clear();
  undo_bytes_ = 0;
  group_ = Kind::alone;
}

// ---- moving -------------------------------------------------------------------------------------

std::size_t TextEdit::goal(Way way, TextUnit unit, std::size_t from) const {
  const bool back = way == Way::back;
  switch (unit) {
    case TextUnit::character:
      return back ? character_before(text_, from) : character_after(text_, from);
    case TextUnit::word:
      return back ? word_before(text_, from) : word_after(text_, from);
    case TextUnit::line: {
      const auto [begin, end] = around(from, TextUnit::line);
      return back ? begin : end;
    }
    case TextUnit::text:
      break;
  }
  return back ? 0 : text_.size();
}

void TextEdit::move(Way way, TextUnit unit, bool extend) {
  if (!extend && has_selection() && unit == TextUnit::character)
    return move_to(way == Way::back ? begin() : end(), false);
  move_to(goal(way, unit, caret_), extend);
}

void TextEdit::move_to(std::size_t place, bool extend) { select(extend ? anchor_ : place, place); }

void TextEdit::select(std::size_t anchor, std::size_t caret) {
  const auto allowed = [&](std::size_t place) {
    place = std::min(place, text_.size());
    while (is_inside_character(text_, place)) --place;
    return place;
  };
  anchor_ = allowed(anchor);
  caret_ = allowed(caret);
  group_ = Kind::alone;
}

std::pair<std::size_t, std::size_t> TextEdit::around(std::size_t place, TextUnit unit) const {
  place = std::min(place, text_.size());
  if (unit == TextUnit::line) {
    const std::size_t before = place == 0 ? std::string::npos : text_.rfind('\n', place - 1);
    return {before == std::string::npos ? 0 : before + 1,
            std::min(text_.find('\n', place), text_.size())};
  }
  if (unit == TextUnit::text) return {0, text_.size()};
  std::pair<std::size_t, std::size_t> found{place, place};
  for_each_word(text_, place, [&](std::size_t begin, std::size_t end, bool is_word) {
    // Between a word and what is no word, the word is meant.
    if (begin <= place && (place < end || (place == end && is_word && found.first == place)))
      if (found.first == found.second || is_word) found = {begin, end};
  });
  return found;
}

// ---- changing -----------------------------------------------------------------------------------

std::size_t TextEdit::insert(std::string_view text, Kind kind) {
  std::string clean = cleaned(text, rules_.single_line);
  const std::size_t kept = text_.size() - (end() - begin());
  const std::size_t room = rules_.max_bytes > kept ? rules_.max_bytes - kept : 0;
  const std::size_t fits = utf8_prefix(clean, room).size();
  const std::size_t left_out = clean.size() - fits;
  clean.resize(fits);
  // What has no room at all takes nothing away.
  if (!clean.empty()) replace(begin(), end(), std::move(clean), kind);
  return left_out;
}

void TextEdit::erase(Way way, TextUnit unit) {
  std::size_t from = begin(), to = end();
  const bool selection = has_selection();
  if (!selection) {
    const std::size_t other = goal(way, unit, caret_);
    from = std::min(caret_, other);
    to = std::max(caret_, other);
  }
  if (from == to) return;
  replace(from, to, {}, selection || unit != TextUnit::character ? Kind::alone : Kind::erasing);
}

void TextEdit::replace(std::size_t begin, std::size_t end, std::string text, Kind kind) {
  Step step{begin, text_.substr(begin, end - begin), std::move(text), anchor_, caret_};
  text_.replace(begin, end - begin, step.inserted);
  caret_ = anchor_ = begin + step.inserted.size();
  ++revision_;
  undone_.clear();
  remember(std::move(step), kind);
}

// ---- undoing ------------------------------------------------------------------------------------

bool TextEdit::continues(const Step& step, Kind kind) const {
  if (kind != group_ || kind == Kind::alone || done_.empty()) return false;
  const Step& last = done_.back();
  if (kind == Kind::typing)
    return step.removed.empty() && step.at == last.at + last.inserted.size();
  return kind == Kind::erasing && (step.at == last.at || step.at + step.removed.size() == last.at);
}

void TextEdit::remember(Step step, Kind kind) {
  undo_bytes_ += step.removed.size() + step.inserted.size();
  if (continues(step, kind)) {
    Step& last = done_.back();
    last.inserted += step.inserted;
    if (step.at < last.at)
      last.removed.insert(0, step.removed);
    else
      last.removed += step.removed;
    last.at = std::min(last.at, step.at);
  } else {
    undo_bytes_ += kStepBytes;
    done_.push_back(std::move(step));
  }
  group_ = kind;
  forget_oldest();
}

void TextEdit::forget_oldest() {
  std::size_t count = 0;
  while (undo_bytes_ > kMaxUndoBytes && count < done_.size()) {
    undo_bytes_ -= done_[count].removed.size() + done_[count].inserted.size() + kStepBytes;
    ++count;
  }
  done_.erase(done_.begin(), done_.begin() + static_cast<std::ptrdiff_t>(count));
}

bool TextEdit::undo() {
  if (done_.empty()) return false;
  Step step = std::move(done_.back());
  done_.pop_back();
  undo_bytes_ -= step.removed.size() + step.inserted.size() + kStepBytes;
  text_.replace(step.at, step.inserted.size(), step.removed);
  ++revision_;
  select(step.anchor, step.caret);
  undone_.push_back(std::move(step));
  return true;
}

bool TextEdit::redo() {
  if (undone_.empty()) return false;
  Step step = std::move(undone_.back());
  undone_.pop_back();
  text_.replace(step.at, step.removed.size(), step.inserted);
  ++revision_;
  move_to(step.at + step.inserted.size(), false);
  undo_bytes_ += step.removed.size() + step.inserted.size() + kStepBytes;
  done_.push_back(std::move(step));
  return true;
}

}  // namespace magic
