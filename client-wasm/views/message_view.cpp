#include "client-wasm/views/message_view.h"

#include <algorithm>
#include <cmath>

#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kBubbleX = 16.0f, kBubbleY = 10.0f, kBubbleShare = 0.82f;
constexpr float kFoot = size::target;  // the badge line, high enough for its Copy button
constexpr float kBadgeIcon = 12.0f, kProblemIcon = 14.0f, kProblemIndent = 24.0f;
constexpr float kProblemPadding = 12.0f, kButtonRow = size::target + 8;
constexpr double kCopiedSeconds = 1.5;

bool is_user(const Entry& entry) { return entry.message.role == Role::user; }

// What went wrong, in words; empty when nothing did.
std::string problem_of(const Entry& entry) {
  const Message& message = entry.message;
  if (entry.state == EntryState::unsent)
    return message.error ? "Not sent. " + message.error->message : "Not sent.";
  if (entry.state != EntryState::settled || is_user(entry)) return {};
  if (message.status == Ending::completed) return {};
  if (message.error && !message.error->message.empty() && message.status != Ending::cancelled)
    return message.error->message;
  return words::ending(message.status);
}

bool is_failure(const Entry& entry) {
  return entry.state == EntryState::unsent || entry.message.status == Ending::upstream_error ||
         entry.message.status == Ending::disconnected;
}

std::string badge_of(const Entry& entry) {
  switch (entry.state) {
    case EntryState::waiting:
      return "Waiting for " + words::provider(entry.message.provider) + "…";
    case EntryState::streaming:
    case EntryState::settled:
      return words::badge(entry);
    case EntryState::sending:
      return "Sending…";
    case EntryState::unsent:
      return {};
  }
  return {};
}

}  // namespace

void MessageView::update(const Entry& entry, float width, bool can_retry, const Look& look) {
  if (revision_ == entry.revision && width_ == width && can_retry_ == can_retry) return;
  revision_ = entry.revision;
  width_ = width;
  can_retry_ = can_retry;

  TextFormat small;
  small.font_size = size::small;
  badge_ = lay_out(badge_of(entry), width - 60 - size::target, small, look.fonts);
  const std::string problem = problem_of(entry);
  has_problem_ = !problem.empty();
  TextFormat words;
  words.font_size = size::text - 1;
  problem_ = lay_out(problem, width - 2 * kProblemPadding - kProblemIndent, words, look.fonts);

  if (is_user(entry)) {
    text_.update(entry.message.text, RichTextView::Kind::plain, width * kBubbleShare - 2 * kBubbleX,
                 look.fonts);
    bubble_width_ = text_.width() + 2 * kBubbleX;
    height_ = text_.height() + 2 * kBubbleY + 4;
  } else {
    text_.update(entry.message.text, RichTextView::Kind::markdown, width, look.fonts);
    const bool has_text = !entry.message.text.empty();
    height_ = (has_text ? text_.height() + 4 : 0) + std::max(kFoot, badge_.height);
  }
  if (has_problem_)
    height_ += problem_.height + 2 * kProblemPadding + 8 + (can_retry_ ? kButtonRow : 0);
}

void MessageView::draw(const Entry& entry, ImVec2 at, double now, const Look& look,
                       Actions& actions) {
  ImGui::PushID(entry.key);
  if (is_user(entry))
    draw_user(entry, at, look, actions);
  else
    draw_answer(entry, at, now, look, actions);
  if (has_problem_) draw_problem(entry, at, look, actions);
  ImGui::PopID();
}

void MessageView::draw_user(const Entry& entry, ImVec2 at, const Look& look, Actions& actions) {
  const ImVec2 min{at.x + width_ - bubble_width_, at.y};
  const ImVec2 max{at.x + width_, at.y + text_.height() + 2 * kBubbleY};
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool unsure = entry.state != EntryState::settled;
  list->AddRectFilled(min, max, look.colour.raised, 16);
  list->AddRect(min, max, look.colour.border, 16);
  text_.draw({min.x + kBubbleX, min.y + kBubbleY}, look, actions);
  if (unsure) list->AddRectFilled(min, max, with_alpha(look.colour.background, 0.35f), 16);
  const bool near = ImGui::IsMouseHoveringRect({min.x - size::target - 8, min.y}, max);
  draw_copy(entry, {min.x - size::target - 4, (min.y + max.y - size::target) * 0.5f}, !near, look,
            actions);
}

void MessageView::draw_answer(const Entry& entry, ImVec2 at, double now, const Look& look,
                              Actions& actions) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  text_.draw(at, look, actions);
  const bool has_text = !entry.message.text.empty();
  const float foot = at.y + (has_text ? text_.height() + 4 : 0);

  if (entry.state == EntryState::streaming) {
    const bool visible = look.reduced_motion || std::fmod(now, 1.0) < 0.6;
    const ImVec2 caret{at.x + text_.end().x + 3, at.y + text_.end().y + 4};
    if (visible) list->AddRectFilled(caret, {caret.x + 8, caret.y + 15}, look.colour.accent, 2);
  }
  const ImU32 colour = colour_of(look.colour, entry.message.provider);
  const ImVec2 shape{at.x + kBadgeIcon * 0.5f, foot + kFoot * 0.5f};
  if (entry.state == EntryState::waiting) {
    const float pulse =
        look.reduced_motion ? 1.0f : 0.65f + 0.35f * std::sin(static_cast<float>(now) * 3.5f);
    icon::of(entry.message.provider)(shape, kBadgeIcon, with_alpha(colour, pulse));
  } else {
    icon::of(entry.message.provider)(shape, kBadgeIcon, colour);
  }
  float x = at.x + kBadgeIcon + 6;
  if (entry.state != EntryState::waiting) {
    const bool remembers = entry.message.mode == Mode::stateful;
    icon::of(entry.message.mode)({x + kBadgeIcon * 0.5f, shape.y}, kBadgeIcon - 1,
                                 remembers ? look.colour.accent : look.colour.muted);
    x += kBadgeIcon + 8;
  }
  const float first_line = (kFoot - badge_.line_height) * 0.5f;
  magic::draw(badge_, {x, foot + first_line}, look.colour.muted, look);
  x += badge_.width + 4;
  if (!entry.message.turn_id.empty()) {
    draw_inspect(entry, {at.x, foot}, x, look, actions);
    x += size::target;
  }
  if (has_text && entry.state == EntryState::settled)
    draw_copy(entry, {x, foot}, false, look, actions);
}

// The badge line is a button as a whole; its icon, at `icon_x`, says so.
void MessageView::draw_inspect(const Entry& entry, ImVec2 at, float icon_x, const Look& look,
                               Actions& actions) {
  const ImVec2 min{at.x - 4, at.y};
  const ImVec2 max{icon_x + size::target, at.y + std::max(kFoot, badge_.height)};
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("Inspect", {max.x - min.x, max.y - min.y}))
    actions.push_back(
        InspectorAction(action::InspectTurn{entry.message.turn_id, entry.message.id}));
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(min, max, look.colour.hover, size::rounding);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  icon::layers({icon_x + size::target * 0.5f, at.y + kFoot * 0.5f}, kBadgeIcon,
               hovered ? look.colour.text : look.colour.muted);
  draw_tooltip("Inspect: what the model was sent, and why", look);
  draw_focus_ring(min, max, size::rounding, look);
}

void MessageView::draw_copy(const Entry& entry, ImVec2 at, bool quiet, const Look& look,
                            Actions& actions) {
  const bool just_copied = ImGui::GetTime() - copied_at_ < kCopiedSeconds;
  Button copy;
  copy.label = just_copied ? "Copied" : "Copy";
  copy.icon = just_copied ? icon::check : icon::copy;
  copy.icon_only = true;
  copy.quiet = quiet && !just_copied;
  ImGui::SetCursorScreenPos(at);
  ImGui::PushID("copy message");
  if (magic::draw(copy, look)) {
    actions.push_back(action::Copy{entry.message.text});
    copied_at_ = ImGui::GetTime();
  }
  ImGui::PopID();
}

void MessageView::draw_problem(const Entry& entry, ImVec2 at, const Look& look, Actions& actions) {
  const float box_height = problem_.height + 2 * kProblemPadding + (can_retry_ ? kButtonRow : 0);
  const ImVec2 min{at.x, at.y + height_ - box_height};
  const ImVec2 max{at.x + width_, min.y + box_height};
  const bool failure = is_failure(entry);
  const ImU32 ink = failure ? look.colour.error : look.colour.muted;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, failure ? look.colour.warning_background : look.colour.sunken,
                      size::rounding);
  const float middle = min.y + kProblemPadding + problem_.line_height * 0.5f;
  icon::warning({min.x + kProblemPadding + kProblemIcon * 0.5f, middle}, kProblemIcon, ink);
  magic::draw(problem_, {min.x + kProblemPadding + kProblemIndent, min.y + kProblemPadding},
              look.colour.text, look);
  if (!can_retry_) return;

  ImGui::SetCursorScreenPos(
      {min.x + kProblemPadding + kProblemIndent, max.y - size::target - kProblemPadding});
  Button retry;
  retry.label = "Retry";
  retry.icon = icon::retry;
  retry.kind = ButtonKind::outlined;
  if (magic::draw(retry, look)) actions.push_back(action::Retry{entry.key});
  if (entry.state != EntryState::unsent) return;
  ImGui::SameLine(0, 8);
  Button edit;
  edit.label = "Edit";
  edit.icon = icon::edit;
  edit.kind = ButtonKind::outlined;
  if (magic::draw(edit, look)) actions.push_back(action::TakeBack{entry.key});
}

}  // namespace magic
