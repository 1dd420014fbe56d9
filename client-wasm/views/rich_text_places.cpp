#include <algorithm>
#include <tuple>

#include "client-wasm/text/segments.h"
#include "client-wasm/views/rich_text_places.h"
#include "client-wasm/views/rich_text_view.h"
#include "client-wasm/views/text_caret.h"

namespace magic {
namespace {

// Words are looked for so far around a place: a line of a megabyte is not asked about as a whole.
constexpr std::size_t kWordReach = 256;

bool is_inside_character(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

}  // namespace

const PlainText& RichTextView::plain() const {
  if (!plain_text_) plain_text_ = plain_text(blocks());
  return *plain_text_;
}

// The one that covers y, or the last one above it.
std::size_t RichTextView::box_at(float y) const {
  const auto after = std::upper_bound(boxes_.begin(), boxes_.end(), y,
                                      [](float at, const Box& box) { return at < box.y; });
  return after == boxes_.begin() ? 0 : static_cast<std::size_t>(after - boxes_.begin() - 1);
}

const PlainText::Part* RichTextView::find_part(std::size_t block, std::size_t row,
                                               std::size_t column) const {
  const std::vector<PlainText::Part>& parts = plain().parts;
  const auto wanted = std::tie(block, row, column);
  const auto found = std::lower_bound(parts.begin(), parts.end(), wanted,
                                      [](const PlainText::Part& part, const auto& place) {
                                        return std::tie(part.block, part.row, part.column) < place;
                                      });
  // Where there is none, what comes next: a rule, or a row that has fewer cells.
  if (found != parts.end()) return &*found;
  return parts.empty() ? nullptr : &parts.back();
}

RichTextView::Placed RichTextView::placed(const PlainText::Part& part) const {
  const Box& box = boxes_[part.block];
  switch (blocks()[part.block].kind) {
    case MarkdownBlock::Kind::table:
      return {&box.cells[part.row][part.column],
              {box.x + box.columns[part.column] + kCellPadding,
               box.y + box.rows[part.row] + kCellPadding * 0.5f}};
    case MarkdownBlock::Kind::code:
      return {&box.text, {box.x + kCodePadding, box.y + kCodeHead}};
    default:
      return {&box.text, {box.x, box.y}};
  }
}

const PlainText::Part* RichTextView::part_near(ImVec2 point) const {
  if (boxes_.empty()) return nullptr;
  const std::size_t block = box_at(point.y);
  const Box& box = boxes_[block];
  if (box.rows.empty()) return find_part(block, 0, 0);
  const std::size_t row = row_at(box.rows, point.y - box.y);
  const std::size_t cells = box.cells[row].size();
  if (cells == 0) return find_part(block, row, 0);
  return find_part(block, row, std::min(row_at(box.columns, point.x - box.x), cells - 1));
}

std::size_t RichTextView::place_at(ImVec2 point, const Fonts& fonts) const {
  const PlainText::Part* part = part_near(point);
  if (part == nullptr) return 0;
  const Placed place = placed(*part);
  const ImVec2 inside{point.x - place.at.x, point.y - place.at.y};
  return part->range.begin + magic::place_at(*place.layout, inside, fonts).byte;
}

RichTextView::Caret RichTextView::caret_at(std::size_t at, const Fonts& fonts) const {
  const PlainText::Part* part = plain().part_at(at);
  if (part == nullptr) return {{0, 0}, size::text * size::line};
  const Placed place = placed(*part);
  const std::size_t byte = std::clamp(at, part->range.begin, part->range.end) - part->range.begin;
  const ImVec2 caret = magic::caret_at(*place.layout, {byte, LineSide::next_line}, fonts);
  return {{place.at.x + caret.x, place.at.y + caret.y}, place.layout->line_height};
}

TextRange RichTextView::part_at(std::size_t place) const {
  const PlainText::Part* part = plain().part_at(place);
  return part == nullptr ? TextRange{} : part->range;
}

TextRange RichTextView::word_at(std::size_t place) const {
  const TextRange part = part_at(place);
  const std::string& text = plain().text;
  place = std::clamp(place, part.begin, part.end);
  std::size_t begin = place - std::min(place - part.begin, kWordReach);
  std::size_t end = place + std::min(part.end - place, kWordReach);
  while (begin > part.begin && is_inside_character(text, begin)) --begin;
  while (end < part.end && is_inside_character(text, end)) ++end;
  TextRange word{place, place};
  for (const WordSpan& span : word_spans(std::string_view(text).substr(begin, end - begin))) {
    word = {begin + span.begin, begin + span.end};
    if (place < word.end) break;
  }
  return word;
}

void RichTextView::draw_block_marks(std::size_t index, ImVec2 at, const TextMarks& marks,
                                    const Look& look) const {
  const PlainText::Part* const end = plain().parts.data() + plain().parts.size();
  const float bottom = ImGui::GetWindowDrawList()->GetClipRectMax().y;
  const float top = ImGui::GetWindowDrawList()->GetClipRectMin().y - at.y - boxes_[index].y;
  const std::size_t first_row = row_at(boxes_[index].rows, top);
  for (const PlainText::Part* part = find_part(index, first_row, 0);
       part != nullptr && part != end && part->block == index; ++part) {
    if (at.y + placed(*part).at.y > bottom) break;
    draw_marks(*part, at, marks, look);
  }
}

void RichTextView::draw_marks(const PlainText::Part& part, ImVec2 at, const TextMarks& marks,
                              const Look& look) const {
  const Placed place = placed(part);
  const TextLayout& layout = *place.layout;
  at.x += place.at.x;
  at.y += place.at.y;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto line_at = [&](float y) {
    const float row = (y - at.y) / layout.line_height;
    return static_cast<std::size_t>(
        std::clamp(row, 0.0f, static_cast<float>(layout.lines.size() - 1)));
  };
  // What is visible of it; a long text has thousands of lines.
  const TextLayout::Line& last = layout.lines[line_at(list->GetClipRectMax().y)];
  const TextRange visible{part.range.begin + layout.lines[line_at(list->GetClipRectMin().y)].begin,
                          part.range.begin + last.end + (&last == &layout.lines.back() ? 0 : 1)};
  const auto fill = [&](TextRange range, ImU32 colour, float rounding) {
    range = {std::max(range.begin, visible.begin), std::min(range.end, visible.end)};
    if (range.empty()) return;
    for (const TextRect& rect :
         rects_of(layout, range.begin - part.range.begin, range.end - part.range.begin, look.fonts))
      list->AddRectFilled({at.x + rect.min.x, at.y + rect.min.y},
                          {at.x + rect.max.x, at.y + rect.max.y}, colour, rounding);
  };
  fill(marks.selected, look.colour.selection, 0);
  const TextRange* const end = marks.found + marks.found_count;
  const TextRange* found =
      std::lower_bound(marks.found, end, visible.begin,
                       [](const TextRange& range, std::size_t byte) { return range.end <= byte; });
  for (; found != end && found->begin < visible.end; ++found) {
    const bool is_current = static_cast<std::size_t>(found - marks.found) == marks.current;
    fill(*found, is_current ? look.colour.found_now : look.colour.found, 3);
  }
}

}  // namespace magic
