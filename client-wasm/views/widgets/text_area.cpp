// What is drawn, and where; text_area_input.cpp has the keys and the mouse.
#include "client-wasm/views/widgets/text_area.h"

#include <algorithm>
#include <chrono>

#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/text_clock.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr int kBlinkMs = 500;           // two frames a second
constexpr int kBlinkAtMostMs = 10'000;  // then the caret stands still: somebody may be reading
constexpr float kCaretWidth = 1.5f, kThumb = 3.0f, kLeastThumb = 16.0f;

struct Focus {
  int frame = -1, caret_frame_ms = -1;
};
Focus g_focus;  // there is one keyboard

}  // namespace

std::int64_t text_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

int caret_frame_ms() {
  return g_focus.frame == ImGui::GetFrameCount() ? g_focus.caret_frame_ms : -1;
}

void TextArea::set_text(std::string text) {
  edit_.reset(std::move(text));
  show_caret();
}

void TextArea::show_caret(LineSide side) {
  side_ = side;
  column_ = -1;
  follow_ = true;
  moved_ms_ = text_clock_ms();
}

// ---- what is shown: the text, and within it what is being composed ------------------------------

const TextLayout& TextArea::lay_out_for(float width, float font_size, const Fonts& fonts) {
  const bool same = laid_out_revision_ == edit_.revision() && laid_out_width_ == width &&
                    laid_out_size_ == font_size && laid_out_preedit_ == preedit_ &&
                    (preedit_.empty() || laid_out_caret_ == edit_.caret());
  if (same) return layout_;
  laid_out_revision_ = edit_.revision();
  laid_out_width_ = width;
  laid_out_size_ = font_size;
  laid_out_preedit_ = preedit_;
  laid_out_caret_ = edit_.caret();
  TextFormat format;
  format.font_size = font_size;
  format.wrap = !one_line_;
  std::string all = is_secret_ ? std::string(edit_.text().size(), '*') : edit_.text();
  all.insert(edit_.caret(), preedit_);
  layout_ = lay_out(all, width - kCaretWidth, format, fonts);
  return layout_;
}

const TextLayout& TextArea::layout(const Frame& frame) {
  return lay_out_for(frame.room.x, frame.as.font_size, frame.look.fonts);
}

float TextArea::text_height(float width, float font_size, const Fonts& fonts) {
  return lay_out_for(width, font_size, fonts).height;
}

ImVec2 TextArea::origin(const Frame& frame) {
  const float inset = one_line_ ? (frame.as.extent.y - layout(frame).line_height) * 0.5f
                                : frame.as.padding.y - scrolled_.y;
  return {frame.min.x + frame.as.padding.x - scrolled_.x, frame.min.y + inset};
}

TextPlace TextArea::caret_shown() const { return {edit_.caret() + preedit_.size(), side_}; }

std::size_t TextArea::place_of(std::size_t shown) const {
  const std::size_t caret = edit_.caret();
  return shown <= caret ? shown : std::max(caret, shown - std::min(shown, preedit_.size()));
}

// ---- one frame ----------------------------------------------------------------------------------

TextAreaEvents TextArea::draw(const TextAreaLook& as, const Look& look) {
  TextAreaEvents events;
  is_secret_ = as.secret;
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->SkipItems) return events;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  Frame frame{as,
              look,
              window->GetID(as.label),
              min,
              {min.x + as.extent.x, min.y + as.extent.y},
              {as.extent.x - 2 * as.padding.x, as.extent.y - 2 * as.padding.y}};
  // SetKeyboardFocusHere() is forgotten when what has the focus stands in a flattened window's parent
  // and is drawn after this (1.92.2).
  if (as.take_focus) ImGui::ActivateItemByID(frame.id);
  const ImRect box(frame.min, frame.max);
  ImGui::ItemSize(box);
  if (!ImGui::ItemAdd(box, frame.id, nullptr, ImGuiItemFlags_Inputable)) return events;
  ImGuiContext& g = *ImGui::GetCurrentContext();
  tell_widget(UiRole::textbox, as.label);
  frame.hovered = ImGui::ItemHoverable(box, frame.id, g.LastItemData.ItemFlags);
  if (frame.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);

  const int revision = edit_.revision();
  const bool just_given = take_focus(frame);
  has_focus_ = g.ActiveId == frame.id;
  if (has_focus_) {
    own_keys(frame);
    take_preedit();
    take_mouse(frame);
    // The Space or Enter that gave the focus is not written.
    if (just_given && ImGui::IsKeyDown(ImGuiKey_Space)) g.IO.InputQueueCharacters.resize(0);
    take_text(events);
    if (!just_given) take_keys(frame, events);
  } else {
    preedit_.clear();
    dragging_ = false;
  }
  events.changed = edit_.revision() != revision;
  if (ImGui::IsItemDeactivated() && !events.entered) {
    events.escaped = events.escaped || ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    events.left = !events.escaped;
  }
  has_focus_ = g.ActiveId == frame.id;
  if (!as.secret) tell_text(frame.id, edit_.text(), edit_.begin(), edit_.end());
  scroll(frame);
  paint(frame);
  return events;
}

void TextArea::scroll(const Frame& frame) {
  ImGuiIO& io = ImGui::GetIO();
  const TextLayout& text = layout(frame);
  const ImVec2 most{std::max(0.0f, one_line_ ? text.width + kCaretWidth - frame.room.x : 0.0f),
                    std::max(0.0f, one_line_ ? 0.0f : text.height - frame.room.y)};
  if (std::exchange(follow_, false) && has_focus_) {
    const ImVec2 caret = caret_at(text, caret_shown(), frame.look.fonts);
    // Sideways with something to be seen of where it goes.
    const float ahead = one_line_ ? frame.room.x * 0.15f : 0.0f;
    if (caret.x < scrolled_.x) scrolled_.x = caret.x - ahead;
    if (caret.x > scrolled_.x + frame.room.x - kCaretWidth)
      scrolled_.x = caret.x - frame.room.x + kCaretWidth + ahead;
    scrolled_.y = std::min(scrolled_.y, caret.y);
    scrolled_.y = std::max(scrolled_.y, caret.y + text.line_height - frame.room.y);
  }
  if (!has_focus_ && one_line_) scrolled_.x = 0;
  if (frame.hovered && most.y > 0) {
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    scrolled_.y -= io.MouseWheel * text.line_height * 2;
  }
  if (finger_down_) {
    scrolled_.x -= io.MouseDelta.x;
    scrolled_.y -= io.MouseDelta.y;
  }
  scrolled_ = {std::clamp(scrolled_.x, 0.0f, most.x), std::clamp(scrolled_.y, 0.0f, most.y)};
}

void TextArea::paint(const Frame& frame) {
  const Look& look = frame.look;
  const TextLayout& text = layout(frame);
  const ImVec2 at = origin(frame);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float left = frame.min.x + frame.as.padding.x, right = frame.max.x - frame.as.padding.x;
  list->PushClipRect({left - 2, frame.min.y + 2}, {right + 2, frame.max.y - 2}, true);
  if (has_focus_ && edit_.has_selection())
    for (const TextRect& rect : rects_of(text, edit_.begin(), edit_.end(), look.fonts))
      list->AddRectFilled({at.x + rect.min.x, at.y + rect.min.y},
                          {at.x + rect.max.x, at.y + rect.max.y}, look.colour.selection);
  magic::draw(text, at, look.colour.text, look);
  const std::size_t begin = edit_.caret(), end = begin + preedit_.size();
  if (begin != end)
    for (const TextRect& rect : rects_of(text, begin, end, look.fonts))
      list->AddLine({at.x + rect.min.x, at.y + rect.max.y - 2},
                    {at.x + rect.max.x, at.y + rect.max.y - 2}, look.colour.text);
  if (edit_.text().empty() && preedit_.empty())
    draw_text(frame.as.placeholder, {left, at.y + (text.line_height - frame.as.font_size) * 0.5f},
              frame.as.font_size, look.colour.muted, look);
  if (has_focus_) paint_caret(frame, at);
  list->PopClipRect();
  if (!has_focus_) draw_focus_ring(frame.min, frame.max, size::rounding, look);
  if (one_line_ || text.height < frame.room.y + 1) return;
  const float track = frame.max.y - frame.min.y - 16;
  const float thumb = std::max(kLeastThumb, track * frame.room.y / text.height);
  const float top = frame.min.y + 8 + (track - thumb) * scrolled_.y / (text.height - frame.room.y);
  list->AddRectFilled({right, top}, {right + kThumb, top + thumb},
                      with_alpha(look.colour.muted, 0.5f), kThumb * 0.5f);
}

// The input method's list stands where its text begins.
void TextArea::paint_caret(const Frame& frame, ImVec2 at) {
  const Look& look = frame.look;
  const TextLayout& text = layout(frame);
  const ImVec2 caret = caret_at(text, caret_shown(), look.fonts);
  const ImVec2 from = caret_at(text, {edit_.caret(), LineSide::next_line}, look.fonts);
  const std::int64_t rested_ms = text_clock_ms() - moved_ms_;
  const bool blinks = look.caret_blinks && rested_ms < kBlinkAtMostMs;
  if (!blinks || rested_ms / kBlinkMs % 2 == 0) {
    const float inset = (text.line_height - text.font_size) * 0.5f;
    const ImVec2 top{at.x + caret.x, at.y + caret.y + inset - 1};
    ImGui::GetWindowDrawList()->AddRectFilled(
        top, {top.x + kCaretWidth, top.y + text.font_size + 2}, look.colour.accent);
  }
  ImGuiContext& g = *ImGui::GetCurrentContext();
  g_focus = {g.FrameCount, blinks ? kBlinkMs - static_cast<int>(rested_ms % kBlinkMs) : -1};
  ImGuiPlatformImeData& spot = g.PlatformImeData;
  spot.WantVisible = spot.WantTextInput = true;
  spot.InputPos = {at.x + from.x, at.y + from.y};
  spot.InputLineHeight = text.line_height;
  spot.ViewportId = g.CurrentWindow->Viewport->ID;
}

}  // namespace magic
