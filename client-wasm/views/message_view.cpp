#include "client-wasm/views/message_view.h"

#include <algorithm>
#include <cmath>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/option_words.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kBubbleX = 16.0f, kBubbleY = 10.0f, kBubbleShare = 0.82f;
constexpr float kFoot = size::target;  // the badge line, high enough for its Copy button
constexpr float kBadgeIcon = 12.0f, kProblemIcon = 14.0f, kProblemIndent = 24.0f;
constexpr float kProblemPadding = 12.0f, kButtonRow = size::target + 8;
constexpr float kBadgeIcons = 2 * kBadgeIcon + 14, kQuoteIndent = 14.0f, kToolsGap = 4.0f;

bool is_user(const Entry& entry) { return entry.message.role == Role::user; }

// What went wrong, in words; empty when nothing did.
std::string problem_of(const Entry& entry) {
  const Message& message = entry.message;
  if (entry.state == EntryState::unsent)
    return message.error ? say(Word::not_sent_why, {message.error->message}) : say(Word::not_sent);
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
      return words::waiting(entry);
    case EntryState::streaming:
    case EntryState::settled:
      return words::badge(entry);
    case EntryState::sending:
      return say(Word::sending);
    case EntryState::unsent:
      return {};
  }
  return {};
}

}  // namespace

std::size_t MessageView::update(const Entry& entry, float width, const MessageOffers& offers,
                                const Look& look) {
  constexpr auto kAll = static_cast<std::size_t>(-1);
  if (revision_ == entry.revision && width_ == width && offers_ == offers) return kAll;
  const bool is_first = revision_ == -1;
  revision_ = entry.revision;
  width_ = width;
  offers_ = offers;

  const std::string problem = problem_of(entry);
  has_problem_ = !problem.empty();
  TextFormat words;
  words.font_size = size::text - 1;
  problem_ = lay_out(problem, width - 2 * kProblemPadding - kProblemIndent, words, look.fonts);

  std::size_t kept = kAll;
  if (is_user(entry)) {
    kept = text_.update(entry.message.text, RichTextView::Kind::plain,
                        width * kBubbleShare - 2 * kBubbleX, look.fonts);
    text_at_ = {width - text_.width() - kBubbleX, kBubbleY};
    bubble_width_ = text_.width() + 2 * kBubbleX;
    height_ = text_.height() + 2 * kBubbleY + 4;
  } else {
    kept = lay_out_answer(entry, look);
  }
  if (has_problem_)
    height_ += problem_.height + 2 * kProblemPadding + 8 + (offers_.retry ? kButtonRow : 0);
  return is_first ? kAll : kept;
}

std::size_t MessageView::lay_out_answer(const Entry& entry, const Look& look) {
  TextFormat small;
  small.font_size = size::small;
  badge_ = lay_out(badge_of(entry), width_ - kBadgeIcons, small, look.fonts);
  const std::size_t kept =
      text_.update(entry.message.text, RichTextView::Kind::markdown, width_, look.fonts);

  thought_ = words::thought(entry);
  reasoning_height_ = 0;
  if (!thought_.empty()) reasoning_height_ = size::target;
  if (!thought_.empty() && entry.reasoning_open) {
    reasoning_ =
        lay_out(shown_text(entry.message.reasoning), width_ - kQuoteIndent, small, look.fonts);
    reasoning_height_ += reasoning_.height + 8;
  }

  const bool has_text = !entry.message.text.empty();
  tools_width_ = MessageTools::width(entry, offers_);
  tools_below_ = tools_width_ > 0 && kBadgeIcons + badge_.width + 4 + tools_width_ > width_;
  height_ = reasoning_height_ + (has_text ? text_.height() + 4 : 0) +
            std::max(kFoot, badge_.height) + (tools_below_ ? kToolsGap + size::target : 0);
  text_at_ = {0, reasoning_height_};
  return kept;
}

void MessageView::draw(const Entry& entry, ImVec2 at, double now, const Look& look,
                       const TextMarks& marks, Actions& actions) {
  ImGui::PushID(entry.key);
  const std::string part_name =
      say(is_user(entry) ? Word::your_message : Word::answer) + ("##" + std::to_string(entry.key));
  const ToldPart part(UiRole::group, part_name);
  if (is_user(entry))
    draw_user(entry, at, look, marks, actions);
  else
    draw_answer(entry, at, now, look, marks, actions);
  if (has_problem_) draw_problem(entry, at, look, actions);
  ImGui::PopID();
}

void MessageView::draw_user(const Entry& entry, ImVec2 at, const Look& look, const TextMarks& marks,
                            Actions& actions) {
  const ImVec2 min{at.x + width_ - bubble_width_, at.y};
  const ImVec2 max{at.x + width_, at.y + text_.height() + 2 * kBubbleY};
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool unsure = entry.state != EntryState::settled;
  list->AddRectFilled(min, max, look.colour.raised, 16);
  list->AddRect(min, max, look.colour.border, 16);
  text_.draw({at.x + text_at_.x, at.y + text_at_.y}, look, actions, marks);
  if (unsure) list->AddRectFilled(min, max, with_alpha(look.colour.background, 0.35f), 16);
  const bool near = ImGui::IsMouseHoveringRect({min.x - 2 * size::target - 8, min.y}, max);
  const ImVec2 tool{min.x - size::target - 4, (min.y + max.y - size::target) * 0.5f};
  tools_.draw_copy(entry, tool, !near, look, actions);
  if (!offers_.edit) return;
  Button edit;
  edit.label = say(Word::edit_again);
  edit.icon = icon::edit;
  edit.icon_only = true;
  edit.quiet = !near;
  ImGui::SetCursorScreenPos({tool.x - size::target, tool.y});
  if (magic::draw(edit, look)) actions.push_back(TalkAction(action::EditLast{}));
}

void MessageView::draw_answer(const Entry& entry, ImVec2 at, double now, const Look& look,
                              const TextMarks& marks, Actions& actions) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (!thought_.empty()) draw_reasoning(entry, at, look, actions);
  at.y += reasoning_height_;
  text_.draw(at, look, actions, marks);
  if (entry.state == EntryState::streaming) {
    const bool visible = look.reduced_motion || std::fmod(now, 1.0) < 0.6;
    const ImVec2 caret{at.x + text_.end().x + 3, at.y + text_.end().y + 4};
    if (visible) list->AddRectFilled(caret, {caret.x + 8, caret.y + 15}, look.colour.accent, 2);
  }
  const float foot = at.y + (entry.message.text.empty() ? 0 : text_.height() + 4);
  draw_badge(entry, {at.x, foot}, now, look);
  if (tools_width_ == 0) return;
  // Below the badge the first picture stands under its icons.
  const ImVec2 beside{at.x + kBadgeIcons + badge_.width + 4, foot};
  const ImVec2 below{at.x - 10, foot + std::max(kFoot, badge_.height) + kToolsGap};
  tools_.draw(entry, offers_, tools_below_ ? below : beside, look, actions);
}

void MessageView::draw_reasoning(const Entry& entry, ImVec2 at, const Look& look,
                                 Actions& actions) {
  Button fold;
  fold.label = thought_;
  fold.icon = entry.reasoning_open ? icon::unfolded : icon::right;
  fold.font_size = size::small;
  ImGui::SetCursorScreenPos({at.x - 12, at.y});
  const bool pressed = magic::draw(fold, look);
  tell_fold(thought_, entry.reasoning_open);
  if (pressed)
    actions.push_back(TalkAction(action::UnfoldReasoning{entry.key, !entry.reasoning_open}));
  if (!entry.reasoning_open) return;
  const float top = at.y + size::target;
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, top}, {at.x + 3, top + reasoning_.height},
                                            look.colour.border, 1.5f);
  magic::draw(reasoning_, {at.x + kQuoteIndent, top}, look.colour.muted, look);
  tell_layout(reasoning_, {at.x + kQuoteIndent, top});
}

void MessageView::draw_badge(const Entry& entry, ImVec2 at, double now, const Look& look) {
  const ImU32 colour = colour_of(look.colour, entry.message.provider);
  const ImVec2 shape{at.x + kBadgeIcon * 0.5f, at.y + kFoot * 0.5f};
  float x = at.x + kBadgeIcon + 6;
  if (entry.state == EntryState::waiting) {
    const float pulse =
        look.reduced_motion ? 1.0f : 0.65f + 0.35f * std::sin(static_cast<float>(now) * 3.5f);
    icon::of(entry.message.provider)(shape, kBadgeIcon, with_alpha(colour, pulse));
  } else {
    icon::of(entry.message.provider)(shape, kBadgeIcon, colour);
    const bool remembers = entry.message.mode == Mode::stateful;
    icon::of(entry.message.mode)({x + kBadgeIcon * 0.5f, shape.y}, kBadgeIcon - 1,
                                 remembers ? look.colour.accent : look.colour.muted);
    x += kBadgeIcon + 8;
  }
  const float first_line = (kFoot - badge_.line_height) * 0.5f;
  magic::draw(badge_, {x, at.y + first_line}, look.colour.muted, look);
  tell_layout(badge_, {x, at.y});
}

void MessageView::draw_problem(const Entry& entry, ImVec2 at, const Look& look, Actions& actions) {
  const float box_height = problem_.height + 2 * kProblemPadding + (offers_.retry ? kButtonRow : 0);
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
  tell_layout(problem_, min);
  if (!offers_.retry) return;

  ImGui::SetCursorScreenPos(
      {min.x + kProblemPadding + kProblemIndent, max.y - size::target - kProblemPadding});
  Button retry;
  retry.label = say(Word::retry);
  retry.icon = icon::retry;
  retry.kind = ButtonKind::outlined;
  if (magic::draw(retry, look)) actions.push_back(action::Retry{entry.key});
  if (entry.state != EntryState::unsent) return;
  ImGui::SameLine(0, 8);
  Button edit;
  edit.label = say(Word::edit);
  edit.icon = icon::edit;
  edit.kind = ButtonKind::outlined;
  if (magic::draw(edit, look)) actions.push_back(action::TakeBack{entry.key});
}

}  // namespace magic
