#include "client-wasm/views/reading_moves.h"

#include <algorithm>

#include "client-wasm/text/segments.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr std::size_t kReach = 128;  // bytes in which the next character's end is looked for

std::size_t character_on(const RichTextView& text, std::size_t from) {
  const PlainText& plain = text.plain();
  const TextRange part = text.part_at(from);
  if (from < part.begin) return part.begin;
  if (from < part.end) {
    const std::size_t bytes = std::min(part.end - from, kReach);
    return from + character_ends(std::string_view(plain.text).substr(from, bytes)).front();
  }
  // Behind the last of a part stands the first of the next one.
  const PlainText::Part* next = plain.part_at(from);
  const bool is_last = next == nullptr || next == &plain.parts.back();
  return is_last ? from : (next + 1)->range.begin;
}

std::size_t character_back(const RichTextView& text, std::size_t from) {
  const PlainText& plain = text.plain();
  const PlainText::Part* part = plain.part_at(from);
  if (part == nullptr) return from;
  if (from <= part->range.begin) return part == plain.parts.data() ? from : (part - 1)->range.end;
  std::size_t begin = from - std::min(from - part->range.begin, kReach);
  while (begin > part->range.begin &&
         (static_cast<unsigned char>(plain.text[begin]) & 0xC0) == 0x80)
    --begin;
  const auto ends = character_ends(std::string_view(plain.text).substr(begin, from - begin));
  return begin + (ends.size() < 2 ? 0 : ends[ends.size() - 2]);
}

std::size_t line(const RichTextView& text, std::size_t from, float direction, const Fonts& fonts) {
  const RichTextView::Caret caret = text.caret_at(from, fonts);
  const float y = caret.at.y + caret.height * 0.5f;
  // Between blocks there are gaps to be crossed.
  for (float by = caret.height; by < 6 * caret.height; by += caret.height * 0.5f) {
    if (y + direction * by < 0 || y + direction * by > text.height()) break;
    const std::size_t to = text.place_at({caret.at.x, y + direction * by}, fonts);
    if (text.caret_at(to, fonts).at.y != caret.at.y) return to;
  }
  return from;
}

}  // namespace

ReadingMove pressed_move() {
  const ImGuiIO& io = ImGui::GetIO();
  const ImGuiID owner = ImGui::GetID("Reading");
  const bool by_word = io.KeyCtrl || io.KeyAlt;
  const auto is_pressed = [&](ImGuiKey key) {
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, owner);
  };
  if (is_pressed(ImGuiKey_LeftArrow))
    return by_word ? ReadingMove::word_back : ReadingMove::character_back;
  if (is_pressed(ImGuiKey_RightArrow))
    return by_word ? ReadingMove::word_on : ReadingMove::character_on;
  if (is_pressed(ImGuiKey_UpArrow)) return ReadingMove::line_up;
  if (is_pressed(ImGuiKey_DownArrow)) return ReadingMove::line_down;
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) return ReadingMove::to_begin;
  if (ImGui::IsKeyPressed(ImGuiKey_End)) return ReadingMove::to_end;
  return ReadingMove::none;
}

bool is_forward(ReadingMove move) {
  return move == ReadingMove::character_on || move == ReadingMove::word_on ||
         move == ReadingMove::line_down;
}

std::optional<std::size_t> moved(const RichTextView& text, std::size_t from, ReadingMove move,
                                 const Fonts& fonts) {
  std::size_t to = from;
  switch (move) {
    case ReadingMove::none:
      break;
    case ReadingMove::to_begin:
      return 0;
    case ReadingMove::to_end:
      return text.plain().text.size();
    case ReadingMove::character_on:
      to = character_on(text, from);
      break;
    case ReadingMove::character_back:
      to = character_back(text, from);
      break;
    case ReadingMove::word_on:
      to = character_on(text, from);
      if (to < text.part_at(to).end) to = std::max(to, text.word_at(from).end);
      break;
    case ReadingMove::word_back:
      to = character_back(text, from);
      if (to != from) to = std::min(to, std::max(text.word_at(to).begin, text.part_at(to).begin));
      break;
    case ReadingMove::line_down:
      to = line(text, from, +1, fonts);
      break;
    case ReadingMove::line_up:
      to = line(text, from, -1, fonts);
      break;
  }
  return to == from ? std::nullopt : std::optional(to);
}

}  // namespace magic
