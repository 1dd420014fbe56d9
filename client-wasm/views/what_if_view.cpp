#include "client-wasm/views/what_if_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/model/text_diff.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kGap = 8.0f, kTitle = 22.0f, kSideBySide = 520.0f;

TextLayout lay_out_pieces(const std::vector<DiffPiece>& pieces, float width, const Look& look) {
  std::vector<StyledText> spans;
  for (const DiffPiece& piece : pieces) {
    // The blank behind a word that differs is not part of the difference.
    const std::size_t end = piece.text.find_last_not_of(" \n") + 1;
    StyledText words{piece.text.substr(0, end), {}};
    words.style.marked = piece.differs;
    spans.push_back(std::move(words));
    spans.push_back({piece.text.substr(end), {}});
  }
  if (spans.empty()) spans.push_back({say(Word::no_text), {}});
  TextFormat format;
  format.font_size = size::small;
  return lay_out(spans, width, format, look.fonts);
}

void draw_answer(const std::string& title, const TextLayout& text, ImVec2 at, ImVec2 extent,
                 const Look& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 end{at.x + extent.x, at.y + extent.y};
  list->AddRectFilled(at, end, look.colour.raised, size::rounding);
  list->AddRect(at, end, look.colour.border, size::rounding);
  draw_text(title, {at.x + kPadding, at.y + kPadding}, size::small - 1, look.colour.muted, look);
  draw(text, {at.x + kPadding, at.y + kPadding + kTitle}, look.colour.text, look);
  tell_words(title, at, {end.x, at.y + kTitle}, UiRole::heading);
  tell_layout(text, at);
}

}  // namespace

void WhatIfView::update(const WhatIf& what_if, float width, const Look& look) {
  const std::string& with = what_if.with.text;
  const std::string& without = what_if.without->message.text;
  if (width_ == width && with_text_ == with && without_text_ == without) return;
  width_ = width;
  with_text_ = with;
  without_text_ = without;
  const TextDiff diff = diff_words(shown_text(with), shown_text(without));
  with_ = lay_out_pieces(diff.before, width, look);
  without_ = lay_out_pieces(diff.after, width, look);
}

void WhatIfView::draw(Column& column, const WhatIf& what_if) {
  if (what_if.error) {
    column.problem(say(Word::what_if_failed, {shown_text(what_if.error->message)}));
    return;
  }
  if (!what_if.without) {
    column.note(say(Word::what_if_asking));
    return;
  }
  const bool beside = column.width() >= kSideBySide;
  const float each = beside ? (column.width() - kGap) * 0.5f : column.width();
  update(what_if, each - 2 * kPadding, column.look());

  const float extra = 2 * kPadding + kTitle;
  const float tallest = std::max(with_.height, without_.height);
  const float first = (beside ? tallest : with_.height) + extra;
  const float second = (beside ? tallest : without_.height) + extra;
  draw_answer(say(Word::what_if_with), with_, column.at(), {each, first}, column.look());
  ImVec2 next = column.at();
  if (beside)
    next.x += each + kGap;
  else
    next.y += first + kGap;
  const std::string sent = words::messages(what_if.without->context.sent_messages);
  draw_answer(say(Word::what_if_without, {sent}), without_, next, {each, second}, column.look());
  column.skip((beside ? tallest + extra : first + kGap + second) + kGap);
  column.note(say(with_text_ == without_text_ ? Word::what_if_same : Word::what_if_differs));
}

}  // namespace magic
