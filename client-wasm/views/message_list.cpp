#include "client-wasm/views/message_list.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "client-wasm/model/editing.h"
#include "client-wasm/model/turns.h"
#include "client-wasm/views/message_text.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kGap = 20.0f, kTop = 24.0f, kBottom = 16.0f;
constexpr float kWheelStep = 64.0f, kNearBottom = 4.0f;
constexpr std::size_t kViewsKept = 8;  // laid out beyond what is visible, above and below
constexpr float kRevealShare = 0.3f;   // of the view is above what is scrolled to

float guessed_height(const Entry& entry, float width) {
  const float characters_per_line = std::max(width / 7.5f, 10.0f);
  const float lines = 1 + static_cast<float>(entry.message.text.size()) / characters_per_line;
  return lines * size::text * size::line + size::target;
}

}  // namespace

void MessageList::draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column, double now,
                       const Look& look, TextSelection& selection, const Find& find,
                       Actions& actions) {
  min_ = min;
  max_ = max;
  width_ = column;
  left_ = min.x + (max.x - min.x - column) * 0.5f;
  match_slots(model.entries);
  take_input(look);
  lay_out_visible(model, look, selection);
  forget_far_views(selection);

  focused_.reset();
  focused_pressed_ = false;
  for (std::size_t i = first_; i <= last_ && i < slots_.size(); ++i) {
    if (!slots_[i].view) continue;
    add_item(model.entries[i], i, look);
    const Find::InEntry hits = find.in_entry(i);
    slots_[i].view->draw(model.entries[i], top_left(i), now, look,
                         {selection.in_message(i), hits.ranges, hits.count, hits.current}, actions);
  }
  draw_scrollbar(look);
  draw_jump_button(look);
}

// Keeps what is known of entries that are still there.
void MessageList::match_slots(const Entries& entries) {
  if (seen_changes_ == entries.changes() && slots_.size() == entries.size()) return;
  seen_changes_ = entries.changes();
  std::size_t same = 0;
  while (same < slots_.size() && same < entries.size() && slots_[same].key == entries[same].key)
    ++same;
  if (same == slots_.size() && same == entries.size()) return;

  std::vector<Slot> old(std::make_move_iterator(slots_.begin() + static_cast<std::ptrdiff_t>(same)),
                        std::make_move_iterator(slots_.end()));
  std::vector<std::pair<int, std::size_t>> places;  // by key
  for (std::size_t i = 0; i < old.size(); ++i) places.emplace_back(old[i].key, i);
  std::sort(places.begin(), places.end());
  std::vector<float> heights;
  for (std::size_t i = 0; i < same; ++i) heights.push_back(heights_[i]);
  slots_.resize(same);
  for (std::size_t i = same; i < entries.size(); ++i) {
    const int key = entries[i].key;
    const auto known =
        std::lower_bound(places.begin(), places.end(), std::pair<int, std::size_t>(key, 0));
    if (known != places.end() && known->first == key) {
      slots_.push_back(std::move(old[known->second]));
      heights.push_back(heights_[same + known->second]);
    } else {
      slots_.push_back({key, nullptr, 0});
      heights.push_back(guessed_height(entries[i], width_) + kGap);
    }
  }
  heights_.assign(heights);
  with_view_first_ = 0;
  with_view_last_ = slots_.size();
}

float MessageList::lay_out_slot(const ChatModel& model, std::size_t index, const Look& look) {
  Slot& slot = slots_[index];
  const Entry& entry = model.entries[index];
  if (!slot.view) slot.view = std::make_unique<MessageView>();
  const Entry* editable = editable_entry(model);
  const bool free = !model.turn && model.link == Link::connected;
  const std::size_t kept = slot.view->update(entry, width_,
                                             {.retry = can_retry(model, entry),
                                              .regenerate = free && can_regenerate(model, entry),
                                              .choose = free,
                                              .edit = editable == &entry},
                                             look);
  if (selection_ != nullptr) selection_->text_changed(index, kept);
  const float before = heights_[index], height = slot.view->height() + kGap;
  if (height != before) heights_.set(index, height);
  slot.laid_out_width = width_;
  with_view_first_ = std::min(with_view_first_, index);
  with_view_last_ = std::max(with_view_last_, index);
  return height - before;
}

double MessageList::bottom() const {
  const double view = static_cast<double>(max_.y - min_.y);
  return std::max(0.0, heights_.total() + static_cast<double>(kTop + kBottom) - view);
}

void MessageList::lay_out_visible(const ChatModel& model, const Look& look,
                                  TextSelection& selection) {
  first_ = last_ = 0;
  if (slots_.empty()) return;
  selection_ = &selection;
  const double view_height = static_cast<double>(max_.y - min_.y);
  if (following_ && !held_) {
    double filled = static_cast<double>(kBottom);
    first_ = slots_.size();
    last_ = slots_.size() - 1;
    while (first_ > 0 && filled < view_height) {
      lay_out_slot(model, --first_, look);
      filled += static_cast<double>(heights_[first_]);
    }
    scroll_ = bottom();
  } else {
    constexpr double kAbove = static_cast<double>(kTop);
    first_ = heights_.at(scroll_ - kAbove);
    for (std::size_t i = first_; i < slots_.size(); ++i) {
      const double top = kAbove + heights_.top_of(i);
      if (top > scroll_ + view_height) break;
      const bool was_guess = slots_[i].laid_out_width != width_;
      const auto grown = static_cast<double>(lay_out_slot(model, i, look));
      // A guess that is corrected above the reader's first line must not push it.
      if (was_guess && top < scroll_) scroll_ += grown;
      last_ = i;
    }
    // One that is lower than was guessed has uncovered what is above it.
    while (first_ > 0 && kAbove + heights_.top_of(first_) > scroll_)
      scroll_ += static_cast<double>(lay_out_slot(model, --first_, look));
    scroll_ = std::clamp(scroll_, 0.0, bottom());
    if (!held_ && scroll_ >= bottom() - static_cast<double>(kNearBottom)) following_ = true;
  }
  selection_ = nullptr;
}

// The ends of what is selected stay laid out, to see whether their text changes.
void MessageList::forget_far_views(const TextSelection& selection) {
  const std::size_t from = first_ - std::min(first_, kViewsKept), to = last_ + kViewsKept;
  const std::size_t end = std::min(with_view_last_ + 1, slots_.size());
  for (std::size_t i = with_view_first_; i < end; ++i) {
    const bool is_end =
        selection.exists() && (i == selection.anchor().message || i == selection.head().message);
    if ((i < from || i > to) && !is_end) slots_[i].view.reset();
    if (i == from && i < to) i = to;
  }
  with_view_first_ = from;
  with_view_last_ = to;
  if (!selection.exists()) return;
  with_view_first_ = std::min(with_view_first_, selection.first().message);
  with_view_last_ = std::max(with_view_last_, selection.last().message);
}

// The message as something that the keyboard can be on.
void MessageList::add_item(const Entry& entry, std::size_t index, const Look& look) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const ImGuiID id = ImGui::GetID(entry.key);
  const ImVec2 at = top_left(index);
  const ImVec2 min{at.x - 10, at.y - 6};
  const ImVec2 max{at.x + width_ + 10, at.y + slots_[index].view->height() + 6};
  if (!ImGui::ItemAdd({min, max}, id)) return;
  IMGUI_TEST_ENGINE_ITEM_INFO(id, message_name(entry).c_str(), 0);
  if (wants_focus_ == index) {
    wants_focus_.reset();
    ImGui::FocusWindow(window);
    ImGui::SetFocusID(id, window);
    ImGui::SetNavCursorVisible(true);
  }
  if (g.NavId != id) return;
  focused_ = index;
  focused_pressed_ = g.NavActivateId == id;
  draw_focus_ring(min, max, size::rounding, look);
}

void MessageList::reveal(const ChatModel& model, MessagePlace place, const Look& look) {
  if (place.message >= slots_.size()) return;
  lay_out_slot(model, place.message, look);
  const MessageView& view = *slots_[place.message].view;
  const RichTextView::Caret caret = view.text().caret_at(place.byte, look.fonts);
  const double top = static_cast<double>(kTop) + heights_.top_of(place.message) +
                     static_cast<double>(view.text_at().y + caret.at.y);
  const double height = static_cast<double>(max_.y - min_.y);
  motion_.stop();
  if (top >= scroll_ && top + static_cast<double>(caret.height) <= scroll_ + height) return;
  following_ = false;
  scroll_ = std::clamp(top - height * static_cast<double>(kRevealShare), 0.0, bottom());
}

void MessageList::scroll_by(float points) {
  if (points < 0 && bottom() > 0) following_ = false;
  scroll_ = std::max(0.0, scroll_ + static_cast<double>(points));
}

void MessageList::take_input(const Look& look) {
  ImGuiIO& io = ImGui::GetIO();
  const float page = (max_.y - min_.y) * 0.9f;
  float by = 0;
  if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows)) {
    by -= io.MouseWheel * kWheelStep;
    if (io.MouseWheel != 0) motion_.stop();
    if (io.MouseSource == ImGuiMouseSource_TouchScreen && ImGui::IsMouseClicked(0)) panning_ = true;
  }
  if (!ImGui::IsMouseDown(0)) panning_ = false;
  by += motion_.step(panning_, panning_ ? -io.MouseDelta.y : 0, io.DeltaTime, look.reduced_motion);
  if (!io.WantTextInput && !io.KeyShift && !ImGui::GetIO().KeyCtrl) {
    if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) by -= page;
    if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) by += page;
    if (ImGui::IsKeyPressed(ImGuiKey_Home)) by = -1e9f;
    if (ImGui::IsKeyPressed(ImGuiKey_End)) by = 1e9f;
  }
  if (by == 0) return;
  scroll_by(by);
  const bool at_end = (by < 0 && scroll_ <= 0) || (by > 0 && scroll_ >= bottom());
  if (!panning_ && at_end) motion_.stop();
}

void MessageList::draw_scrollbar(const Look& look) {
  const auto view_height = static_cast<double>(max_.y - min_.y);
  const double range = bottom();
  if (range <= 1) return;
  const auto thumb =
      static_cast<float>(std::max(32.0, view_height * view_height / (range + view_height)));
  const double travel = view_height - static_cast<double>(thumb) - 8;
  const ImVec2 at{max_.x - 12, min_.y + 4 + static_cast<float>(travel * (scroll_ / range))};
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton("Scroll", {12, thumb});
  if (ImGui::IsItemActive() && ImGui::GetIO().MouseDelta.y != 0) {
    following_ = false;
    const auto moved = static_cast<double>(ImGui::GetIO().MouseDelta.y);
    scroll_ = std::clamp(scroll_ + moved * range / travel, 0.0, range);
  }
  const bool strong = ImGui::IsItemHovered() || ImGui::IsItemActive();
  ImGui::GetWindowDrawList()->AddRectFilled({at.x + 3, at.y}, {at.x + 9, at.y + thumb},
                                            with_alpha(look.colour.muted, strong ? 0.7f : 0.35f),
                                            3);
}

void MessageList::draw_jump_button(const Look& look) {
  if (following_) return;
  Button jump;
  jump.label = say(Word::jump_latest);
  jump.icon = icon::down;
  jump.icon_only = true;
  jump.kind = ButtonKind::outlined;
  ImGui::SetCursorScreenPos({(min_.x + max_.x - jump.height) * 0.5f, max_.y - jump.height - 8});
  if (magic::draw(jump, look)) following_ = true;
}

// ---- where things are ---------------------------------------------------------------------------

ImVec2 MessageList::top_left(std::size_t index) const {
  const double y = static_cast<double>(kTop) + heights_.top_of(index) - scroll_;
  return {left_, std::round(min_.y + static_cast<float>(y))};
}

const MessageView* MessageList::view(std::size_t index) const {
  return index < slots_.size() ? slots_[index].view.get() : nullptr;
}

std::optional<std::size_t> MessageList::message_at(ImVec2 point) const {
  if (slots_.empty()) return std::nullopt;
  const double y = static_cast<double>(point.y - min_.y - kTop) + scroll_;
  return std::clamp(heights_.at(y), first_, last_);
}

std::optional<MessagePlace> MessageList::place_at(ImVec2 point, const Fonts& fonts) const {
  const auto index = message_at(point);
  if (!index || !view(*index)) return std::nullopt;
  const ImVec2 at = top_left(*index), inside = view(*index)->text_at();
  return MessagePlace{*index, view(*index)->text().place_at(
                                  {point.x - at.x - inside.x, point.y - at.y - inside.y}, fonts)};
}

bool MessageList::is_on_text(ImVec2 point) const {
  const auto index = message_at(point);
  if (!index || !view(*index)) return false;
  const ImVec2 at = top_left(*index), inside = view(*index)->text_at();
  const float x = point.x - at.x - inside.x, y = point.y - at.y - inside.y;
  return x >= 0 && y >= 0 && x <= view(*index)->text().width() &&
         y <= view(*index)->text().height();
}

}  // namespace magic
