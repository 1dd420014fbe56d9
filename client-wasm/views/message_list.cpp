#include "client-wasm/views/message_list.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "client-wasm/model/editing.h"
#include "client-wasm/model/turns.h"
#include "client-wasm/views/widgets/button.h"

namespace magic {
namespace {

constexpr float kGap = 20.0f, kTop = 24.0f, kBottom = 16.0f;
constexpr float kWheelStep = 64.0f, kNearBottom = 4.0f;

float guessed_height(const Entry& entry, float width) {
  const float characters_per_line = std::max(width / 7.5f, 10.0f);
  const float lines = 1 + static_cast<float>(entry.message.text.size()) / characters_per_line;
  return lines * size::text * size::line + size::target;
}

}  // namespace

void MessageList::draw(const ChatModel& model, ImVec2 min, ImVec2 max, float column, double now,
                       const Look& look, Actions& actions) {
  const float view_width = max.x - min.x, view_height = max.y - min.y;
  width_ = column;
  if (width_ < 40 || view_height < 10) return;

  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("Conversation", {view_width, view_height}, ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                        ImGuiWindowFlags_NoBackground);
  match_slots(model);
  take_input(min, max);
  lay_out_visible(model, view_height, look);

  const float left = min.x + (view_width - width_) * 0.5f;
  // A conversation shorter than the view stands at its top.
  float y = min.y + kTop - scroll_;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Slot& slot = slots_[i];
    if (slot.view && y + slot.height >= min.y && y <= max.y)
      slot.view->draw(model.entries[i], {left, std::round(y)}, now, look, actions);
    y += slot.height + kGap;
  }
  draw_scrollbar(min, max, look);
  draw_jump_button(min, max, look);
  ImGui::EndChild();
}

// Keeps what is known of entries that are still there.
void MessageList::match_slots(const ChatModel& model) {
  const auto same = [&] {
    if (slots_.size() != model.entries.size()) return false;
    for (std::size_t i = 0; i < slots_.size(); ++i)
      if (slots_[i].key != model.entries[i].key) return false;
    return true;
  };
  if (same()) return;
  std::unordered_map<int, Slot> known;
  for (Slot& slot : slots_) known.emplace(slot.key, std::move(slot));
  slots_.clear();
  for (const Entry& entry : model.entries) {
    const auto found = known.find(entry.key);
    if (found != known.end()) {
      slots_.push_back(std::move(found->second));
    } else {
      slots_.push_back({entry.key, nullptr, guessed_height(entry, width_), 0});
    }
  }
}

void MessageList::lay_out_slot(const ChatModel& model, std::size_t index, const Look& look) {
  Slot& slot = slots_[index];
  const Entry& entry = model.entries[index];
  if (!slot.view) slot.view = std::make_unique<MessageView>();
  const Entry* editable = editable_entry(model);
  const bool free = !model.turn && model.link == Link::connected;
  slot.view->update(entry, width_,
                    {.retry = can_retry(model, entry),
                     .regenerate = free && can_regenerate(model, entry),
                     .choose = free,
                     .edit = editable == &entry},
                    look);
  slot.height = slot.view->height();
  slot.laid_out_width = width_;
}

void MessageList::lay_out_visible(const ChatModel& model, float view_height, const Look& look) {
  const auto bottom = [&] { return std::max(0.0f, content_height() - view_height); };
  std::size_t first = slots_.size(), last = 0;
  if (following_) {
    float filled = kBottom;
    for (std::size_t i = slots_.size(); i-- > 0 && filled < view_height;) {
      lay_out_slot(model, i, look);
      filled += slots_[i].height + kGap;
      first = i;
      last = std::max(last, i);
    }
    scroll_ = bottom();
  } else {
    float y = kTop;
    for (std::size_t i = 0; i < slots_.size() && y <= scroll_ + view_height; ++i) {
      const float old_height = slots_[i].height;
      if (y + old_height >= scroll_) {
        const bool was_guess = slots_[i].laid_out_width != width_;
        lay_out_slot(model, i, look);
        // A guess that is corrected above the reader's first line must not push it.
        if (was_guess && y < scroll_) scroll_ += slots_[i].height - old_height;
        first = std::min(first, i);
        last = i;
      }
      y += slots_[i].height + kGap;
    }
    scroll_ = std::clamp(scroll_, 0.0f, bottom());
    if (scroll_ >= bottom() - kNearBottom) following_ = true;
  }
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (i + 8 < first || i > last + 8) slots_[i].view.reset();
}

float MessageList::content_height() const {
  float height = kTop + kBottom;
  for (const Slot& slot : slots_) height += slot.height + kGap;
  return height;
}

void MessageList::take_input(ImVec2 min, ImVec2 max) {
  ImGuiIO& io = ImGui::GetIO();
  const float page = (max.y - min.y) * 0.9f;
  float by = 0;
  if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows)) {
    by -= io.MouseWheel * kWheelStep;
    if (io.MouseSource == ImGuiMouseSource_TouchScreen && ImGui::IsMouseClicked(0)) panning_ = true;
  }
  if (!ImGui::IsMouseDown(0)) panning_ = false;
  if (panning_) by -= io.MouseDelta.y;
  if (!io.WantTextInput) {
    if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) by -= page;
    if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) by += page;
    if (ImGui::IsKeyPressed(ImGuiKey_Home)) by = -1e9f;
    if (ImGui::IsKeyPressed(ImGuiKey_End)) by = 1e9f;
  }
  if (by == 0) return;
  if (by < 0 && content_height() > max.y - min.y) following_ = false;
  scroll_ = std::max(0.0f, scroll_ + by);
}

void MessageList::draw_scrollbar(ImVec2 min, ImVec2 max, const Look& look) {
  const float view_height = max.y - min.y, content = content_height();
  if (content <= view_height + 1) return;
  const float thumb = std::max(32.0f, view_height * view_height / content);
  const float travel = view_height - thumb - 8, range = content - view_height;
  const ImVec2 at{max.x - 12, min.y + 4 + travel * (scroll_ / range)};
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton("Scroll", {12, thumb});
  if (ImGui::IsItemActive() && ImGui::GetIO().MouseDelta.y != 0) {
    following_ = false;
    scroll_ = std::clamp(scroll_ + ImGui::GetIO().MouseDelta.y * range / travel, 0.0f, range);
  }
  const bool strong = ImGui::IsItemHovered() || ImGui::IsItemActive();
  ImGui::GetWindowDrawList()->AddRectFilled({at.x + 3, at.y}, {at.x + 9, at.y + thumb},
                                            with_alpha(look.colour.muted, strong ? 0.7f : 0.35f),
                                            3);
}

void MessageList::draw_jump_button(ImVec2 min, ImVec2 max, const Look& look) {
  if (following_) return;
  Button jump;
  jump.label = "Jump to the latest";
  jump.icon = icon::down;
  jump.icon_only = true;
  jump.kind = ButtonKind::outlined;
  ImGui::SetCursorScreenPos({(min.x + max.x - jump.height) * 0.5f, max.y - jump.height - 8});
  if (magic::draw(jump, look)) following_ = true;
}

}  // namespace magic
