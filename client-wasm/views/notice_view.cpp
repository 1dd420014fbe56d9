#include "client-wasm/views/notice_view.h"

#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kPadding = 12.0f, kIcon = 14.0f, kIndent = 24.0f, kButtonGap = 10.0f;

TextLayout words_of(const words::Notice& notice, float width, const Look& look) {
  TextFormat format;
  format.font_size = size::small + 0.5f;
  return lay_out(notice.text, width - 2 * kPadding - kIndent, format, look.fonts);
}

void draw_cloud_question(ImVec2 at, ImVec2 max, const Look& look, Actions& actions) {
  Button keep;
  keep.label = say(Word::keep_here);
  keep.icon = icon::lock;
  keep.kind = ButtonKind::outlined;
  ImGui::SetCursorScreenPos({at.x + kPadding + kIndent, max.y - kPadding - size::target});
  if (draw(keep, look)) actions.push_back(TalkAction(action::AnswerCloudQuestion{false}));
  ImGui::SameLine(0, 8);
  Button unlock;
  unlock.label = say(Word::unlock_for_cloud);
  unlock.icon = icon::cloud;
  unlock.kind = ButtonKind::outlined;
  if (draw(unlock, look)) actions.push_back(TalkAction(action::AnswerCloudQuestion{true}));
}

}  // namespace

float notice_height(const words::Notice& notice, float width, const Look& look) {
  if (notice.text.empty()) return 0;
  return words_of(notice, width, look).height + 2 * kPadding +
         (notice.offer_demo || notice.asks_for_cloud ? size::target + kButtonGap : 0);
}

void draw_notice(const words::Notice& notice, ImVec2 at, float width, const Look& look,
                 Actions& actions) {
  if (notice.text.empty()) return;
  const TextLayout text = words_of(notice, width, look);
  const ImVec2 max{at.x + width, at.y + notice_height(notice, width, look)};
  ImGui::GetWindowDrawList()->AddRectFilled(
      at, max, notice.is_error ? look.colour.warning_background : look.colour.sunken,
      size::rounding);
  const ImVec2 shape{at.x + kPadding + kIcon * 0.5f, at.y + kPadding + text.line_height * 0.5f};
  if (notice.is_error)
    icon::warning(shape, kIcon, look.colour.error);
  else
    icon::memory_off(shape, kIcon, look.colour.muted);
  draw(text, {at.x + kPadding + kIndent, at.y + kPadding}, look.colour.text, look);
  tell_words(notice.text, at, max);
  if (notice.asks_for_cloud) return draw_cloud_question(at, max, look, actions);
  if (!notice.offer_demo) return;
  Button demo;
  demo.label = say(Word::use_demo);
  demo.icon = icon::demo;
  demo.kind = ButtonKind::outlined;
  ImGui::SetCursorScreenPos({at.x + kPadding + kIndent, max.y - kPadding - size::target});
  if (draw(demo, look)) actions.push_back(action::ChooseProvider{ProviderId::demo});
}

}  // namespace magic
