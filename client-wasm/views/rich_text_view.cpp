#include "client-wasm/views/rich_text_view.h"

#include <algorithm>
#include <utility>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/rich_text_places.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

using BlockKind = MarkdownBlock::Kind;

constexpr float kGap = 12.0f, kTightGap = 4.0f, kIndent = 24.0f, kQuoteIndent = 16.0f;
constexpr auto kAll = static_cast<std::size_t>(-1);
constexpr float kDragDistance = 6.0f;
constexpr float kDeepest = 0.5f;  // of the width: what is nested deeper stands no further in

float gap_before(const MarkdownBlock& block) {
  if (block.kind == BlockKind::heading) return kGap + 6;
  return block.tight ? kTightGap : kGap;
}

// At the beginning of both.
std::size_t same_bytes(const std::string& a, const std::string& b) {
  const std::size_t most = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(most), b.begin()).first -
      a.begin());
}

bool runs_to_left(const TextLayout& text) {
  return !text.lines.empty() && text.lines[0].direction == Direction::right_to_left;
}

std::vector<StyledText> coloured(const MarkdownBlock& block) {
  std::vector<StyledText> spans;
  for (const StyledText& span : block.text)
    for (const CodeToken& token : code_tokens(span.text, block.language)) {
      spans.push_back({std::string(token.text), span.style});
      spans.back().style.ink = token.ink;
    }
  return spans;
}

}  // namespace

float RichTextView::left_of(const MarkdownBlock& block) const {
  return std::min(
      static_cast<float>(block.indent) * kIndent + static_cast<float>(block.quotes) * kQuoteIndent,
      max_width_ * kDeepest);
}

std::size_t RichTextView::update(std::string_view text, RichTextView::Kind kind, float width,
                                 const Fonts& fonts) {
  std::string shown = shown_text(text);
  const bool same_text = kind == kind_ && shown == shown_;
  if (same_text && width == max_width_) return kAll;
  std::size_t first_changed = 0;
  if (kind == RichTextView::Kind::markdown) {
    first_changed = markdown_.update(shown);
  } else {
    MarkdownBlock block;
    block.text.push_back({shown, {}});
    plain_.assign(1, std::move(block));
  }
  shown_ = std::move(shown);
  std::size_t kept = same_text ? kAll : 0;
  if (width != max_width_ || kind != kind_) first_changed = 0;
  max_width_ = width;
  kind_ = kind;

  if (!same_text && plain_text_) {
    const std::string before = std::move(plain_text_->text);
    plain_text_.reset();
    kept = same_bytes(before, plain().text);
  }
  const std::vector<MarkdownBlock>& blocks = this->blocks();
  boxes_.resize(std::min(first_changed, boxes_.size()));
  for (std::size_t i = boxes_.size(); i < blocks.size(); ++i) {
    const float above = i == 0 ? 0 : boxes_.back().y + boxes_.back().height + gap_before(blocks[i]);
    boxes_.push_back(lay_out_block(blocks[i], above, fonts));
  }

  width_of_content_ = 0;
  for (const Box& box : boxes_) width_of_content_ = std::max(width_of_content_, box.x + box.width);
  height_ = boxes_.empty() ? 0 : boxes_.back().y + boxes_.back().height;
  end_ = {0, 0};
  if (!boxes_.empty()) {
    const Box& last = boxes_.back();
    const bool in_code = blocks.back().kind == BlockKind::code;
    end_ = {last.x + last.text.end.x + (in_code ? kCodePadding : 0),
            last.y + last.text.end.y + (in_code ? kCodeHead : 0)};
  }
  return kept;
}

RichTextView::Box RichTextView::lay_out_block(const MarkdownBlock& block, float y,
                                              const Fonts& fonts) const {
  Box box;
  box.x = left_of(block);
  box.y = y;
  const float room = std::max(max_width_ - box.x, 40.0f);
  switch (block.kind) {
    case BlockKind::paragraph: {
      TextFormat format;
      format.fill = kind_ == RichTextView::Kind::markdown;  // a bubble is as wide as its text
      box.text = lay_out(block.text, room, format, fonts);
      break;
    }
    case BlockKind::heading: {
      TextFormat format;
      format.font_size = size::heading[std::clamp(block.level, 1, 3) - 1];
      format.line_height = 1.15f;
      std::vector<StyledText> spans = block.text;
      for (StyledText& span : spans) span.style.bold = true;
      box.text = lay_out(spans, room, format, fonts);
      break;
    }
    case BlockKind::code: {
      TextFormat format;
      format.font_size = size::code;
      format.code = true;
      box.text = lay_out(coloured(block), room - 2 * kCodePadding, format, fonts);
      box.width = room;
      box.height = kCodeHead + box.text.height + kCodePadding;
      return box;
    }
    case BlockKind::rule:
      box.width = room;
      box.height = 1;
      return box;
    case BlockKind::table:
      lay_out_table(block, box, fonts);
      return box;
  }
  if (!block.marker.empty()) box.marker = lay_out(block.marker, kIndent, {}, fonts);
  if (runs_to_left(box.text)) box.x = 0;  // what it is indented by is at the right
  box.width = box.text.width;
  box.height = box.text.height;
  return box;
}

// Columns are as wide as they wish; when they do not fit, the wide ones give way.
void RichTextView::lay_out_table(const MarkdownBlock& block, Box& box, const Fonts& fonts) const {
  std::size_t count = 0;
  for (const auto& row : block.rows) count = std::max(count, row.size());
  if (count == 0) return;
  const float room = std::max(max_width_ - box.x, 40.0f);
  std::vector<float> widths(count, 0);
  for (const auto& row : block.rows)
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] =
          std::max(widths[c], lay_out(row[c], 1e6f, {}, fonts).width + 2 * kCellPadding + 1);
  float total = 0;
  for (const float width : widths) total += width;
  if (total > room) {
    const float fair = room / static_cast<float>(count);
    float narrow_total = 0, wide_total = 0;
    for (const float width : widths) (width <= fair ? narrow_total : wide_total) += width;
    for (float& width : widths)
      if (width > fair) width = std::max(40.0f, width / wide_total * (room - narrow_total));
  }
  float x = 0;
  for (const float width : widths) {
    box.columns.push_back(x);
    x += width;
  }
  box.width = x;
  float y = 0;
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    box.rows.push_back(y);
    std::vector<TextLayout> cells;
    float height = size::text * size::line;
    for (std::size_t c = 0; c < block.rows[r].size(); ++c) {
      std::vector<StyledText> spans = block.rows[r][c];
      if (r == 0)
        for (StyledText& span : spans) span.style.bold = true;
      cells.push_back(lay_out(spans, widths[c] - 2 * kCellPadding, {}, fonts));
      height = std::max(height, cells.back().height);
    }
    box.cells.push_back(std::move(cells));
    y += height + kCellPadding;
  }
  box.height = y;
}

void RichTextView::draw(ImVec2 at, const Look& look, Actions& actions,
                        const TextMarks& marks) const {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 clip_min = list->GetClipRectMin(), clip_max = list->GetClipRectMax();
  int link = -1;
  for (std::size_t i = box_at(clip_min.y - at.y); i < boxes_.size(); ++i) {
    const MarkdownBlock& block = blocks()[i];
    const Box& box = boxes_[i];
    const ImVec2 min{at.x + box.x, at.y + box.y};
    if (min.y > clip_max.y) break;

    for (int q = 0; q < block.quotes; ++q) {
      const float inward = static_cast<float>(q) * kQuoteIndent;
      if (inward >= box.x) break;
      const float x = runs_to_left(box.text) ? at.x + max_width_ - inward - 3 : at.x + inward;
      list->AddRectFilled({x, min.y}, {x + 3, min.y + box.height}, look.colour.border, 1.5f);
    }
    if (!block.marker.empty()) {
      const float x = runs_to_left(box.text) ? box.text.width + 8 : -box.marker.width - 8;
      magic::draw(box.marker, {min.x + x, min.y}, look.colour.muted, look);
    }
    if (block.kind == BlockKind::code)
      draw_code(block, box, min, static_cast<int>(i), look, actions);
    if (marks.any()) draw_block_marks(i, at, marks, look);

    int hovered = -1;
    switch (block.kind) {
      case BlockKind::code:
        magic::draw(box.text, {min.x + kCodePadding, min.y + kCodeHead}, look.colour.text, look);
        break;
      case BlockKind::rule:
        list->AddLine(min, {min.x + box.width, min.y}, look.colour.border);
        break;
      case BlockKind::table:
        hovered = draw_table(box, min, look);
        break;
      case BlockKind::paragraph:
      case BlockKind::heading:
        hovered = magic::draw(box.text, min,
                              block.quotes > 0 ? look.colour.muted : look.colour.text, look);
        break;
    }
    if (hovered >= 0) link = hovered;
  }
  if (link < 0 || static_cast<std::size_t>(link) >= markdown_.links().size()) return;
  // The address is shown before it is opened: the text of a link is the model's to choose.
  const std::string& address = markdown_.links()[static_cast<std::size_t>(link)];
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImGui::SetTooltip("%s", address.c_str());
  // What was dragged across has been selected, or has scrolled.
  const float dragged = ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left];
  if (ImGui::IsMouseReleased(ImGuiMouseButton_Left) && dragged < kDragDistance * kDragDistance)
    actions.push_back(action::OpenLink{address});
}

void RichTextView::draw_code(const MarkdownBlock& block, const Box& box, ImVec2 at, int index,
                             const Look& look, Actions& actions) const {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 max{at.x + box.width, at.y + box.height};
  list->AddRectFilled(at, max, look.colour.sunken, size::rounding);
  list->AddRect(at, max, look.colour.border, size::rounding);
  draw_text(block.language.empty() ? say(Word::code_plain) : block.language,
            {at.x + kCodePadding, at.y + (kCodeHead - size::small) * 0.5f}, size::small,
            look.colour.muted, look);

  ImGui::PushID(index);
  Button copy;
  copy.label = say(Word::copy_code);
  copy.icon = icon::copy;
  copy.icon_only = true;
  ImGui::SetCursorScreenPos({max.x - size::target - 4, at.y});
  if (magic::draw(copy, look) && !block.text.empty())
    actions.push_back(action::Copy{block.text[0].text});
  ImGui::PopID();
}

int RichTextView::draw_table(const Box& box, ImVec2 at, const Look& look) const {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float clip_top = list->GetClipRectMin().y, clip_bottom = list->GetClipRectMax().y;
  int link = -1;
  for (std::size_t r = row_at(box.rows, clip_top - at.y); r < box.cells.size(); ++r) {
    const float y = at.y + box.rows[r];
    if (y > clip_bottom) break;
    if (r > 0)
      list->AddLine({at.x, y}, {at.x + box.width, y}, look.colour.border, r == 1 ? 1.5f : 1.0f);
    for (std::size_t c = 0; c < box.cells[r].size(); ++c) {
      const int hovered = magic::draw(
          box.cells[r][c], {at.x + box.columns[c] + kCellPadding, y + kCellPadding * 0.5f},
          look.colour.text, look);
      if (hovered >= 0) link = hovered;
    }
  }
  return link;
}

}  // namespace magic
