#include "client-wasm/views/message_tools.h"

#include "client-wasm/model/answers.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kPagerNumber = 44.0f;
constexpr double kCopiedSeconds = 1.5;

}  // namespace

float MessageTools::width(const Entry& entry, const MessageOffers& offers) {
  const bool settled = entry.state == EntryState::settled;
  float width = 0;
  if (settled && !entry.message.text.empty()) width += size::target;
  if (settled && offers.regenerate) width += size::target;
  if (settled && !entry.message.turn_id.empty()) width += size::target;
  if (shown_version(entry)) width += 2 * size::target + kPagerNumber;
  return width;
}

void MessageTools::draw(const Entry& entry, const MessageOffers& offers, ImVec2 at,
                        const Look& look, Actions& actions) {
  if (!entry.message.text.empty()) {
    draw_copy(entry, at, false, look, actions);
    at.x += size::target;
  }
  if (offers.regenerate) {
    Button again;
    again.label = say(Word::answer_again);
    again.icon = icon::retry;
    again.icon_only = true;
    ImGui::SetCursorScreenPos(at);
    if (magic::draw(again, look)) actions.push_back(TalkAction(action::Regenerate{entry.key}));
    at.x += size::target;
  }
  if (!entry.message.turn_id.empty()) {
    Button inspect;
    inspect.label = say(Word::inspect);
    inspect.icon = icon::layers;
    inspect.icon_only = true;
    ImGui::SetCursorScreenPos(at);
    if (magic::draw(inspect, look))
      actions.push_back(
          InspectorAction(action::InspectTurn{entry.message.turn_id, entry.message.id}));
    at.x += size::target;
  }
  if (const auto shown = shown_version(entry))
    draw_pager(entry, *shown, offers.choose, at, look, actions);
}

void MessageTools::draw_pager(const Entry& entry, std::size_t shown, bool may_choose, ImVec2 at,
                              const Look& look, Actions& actions) {
  const std::size_t count = entry.versions.size();
  Button step;
  step.icon_only = true;
  step.label = say(Word::answer_before);
  step.icon = icon::left;
  step.enabled = may_choose && shown > 0;
  ImGui::SetCursorScreenPos(at);
  if (magic::draw(step, look))
    actions.push_back(TalkAction(action::ShowAnswer{entry.key, shown - 1}));
  const std::string place = std::to_string(shown + 1) + "/" + std::to_string(count);
  const float place_width = text_width(place, size::small, look.fonts);
  draw_text(place,
            {at.x + size::target + (kPagerNumber - place_width) * 0.5f,
             at.y + (size::target - size::small) * 0.5f},
            size::small, look.colour.muted, look);
  step.label = say(Word::answer_after);
  step.icon = icon::right;
  step.enabled = may_choose && shown + 1 < count;
  ImGui::SetCursorScreenPos({at.x + size::target + kPagerNumber, at.y});
  if (magic::draw(step, look))
    actions.push_back(TalkAction(action::ShowAnswer{entry.key, shown + 1}));
}

void MessageTools::draw_copy(const Entry& entry, ImVec2 at, bool quiet, const Look& look,
                             Actions& actions) {
  const bool just_copied = ImGui::GetTime() - copied_at_ < kCopiedSeconds;
  Button copy;
  copy.label = say(just_copied ? Word::copied : Word::copy);
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

}  // namespace magic
