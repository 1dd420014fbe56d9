#include "client-wasm/views/empty_view.h"

#include <algorithm>
#include <vector>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/words/say.h"

namespace magic {

void draw_empty(ImVec2 min, ImVec2 max, float width, const Look& look, Actions& actions) {
  constexpr float kGap = 8.0f, kIcon = 28.0f, kButtonGap = 8.0f;
  const float column = std::min(width, 520.0f);
  TextFormat title_format;
  title_format.font_size = size::heading[0];
  const TextLayout title = lay_out(say(Word::empty_title), column, title_format, look.fonts);
  std::vector<TextLayout> sentences;
  Button tour;
  tour.label = say(Word::empty_tour);
  tour.icon = icon::flag;
  tour.kind = ButtonKind::outlined;
  float height = kIcon + 16 + title.height + kGap + kButtonGap + tour.height;
  constexpr Word kSentences[] = {Word::empty_first, Word::empty_second, Word::empty_third};
  for (const Word sentence : kSentences) {
    sentences.push_back(lay_out(say(sentence), column, {}, look.fonts));
    height += sentences.back().height + kGap;
  }
  const float left = (min.x + max.x - column) * 0.5f;
  float y = std::max(min.y + 16, (min.y + max.y - height) * 0.45f);

  ImGui::PushClipRect(min, max, true);
  icon::memory_on({left + kIcon * 0.5f, y + kIcon * 0.5f}, kIcon, look.colour.accent);
  y += kIcon + 16;
  draw(title, {left, y}, look.colour.text, look);
  tell_words(say(Word::empty_title), {left, y}, {left + column, y + title.height}, UiRole::heading);
  y += title.height + kGap;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const TextLayout& sentence = sentences[i];
    draw(sentence, {left, y}, look.colour.muted, look);
    tell_words(say(kSentences[i]), {left, y}, {left + column, y + sentence.height});
    y += sentence.height + kGap;
  }
  ImGui::SetCursorScreenPos({left, y + kButtonGap});
  if (draw(tour, look)) actions.push_back(TourAction(action::ShowTour{true}));
  ImGui::PopClipRect();
}

}  // namespace magic
