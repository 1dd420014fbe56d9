#include "client-wasm/views/empty_view.h"

#include <algorithm>
#include <vector>

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"

namespace magic {

void draw_empty(ImVec2 min, ImVec2 max, float width, const Look& look, Actions& actions) {
  constexpr float kGap = 8.0f, kIcon = 28.0f, kButtonGap = 8.0f;
  const float column = std::min(width, 520.0f);
  TextFormat title_format;
  title_format.font_size = size::heading[0];
  const TextLayout title = lay_out(words::kEmptyTitle, column, title_format, look.fonts);
  std::vector<TextLayout> sentences;
  Button tour;
  tour.label = "Take the tour";
  tour.icon = icon::flag;
  tour.kind = ButtonKind::outlined;
  float height = kIcon + 16 + title.height + kGap + kButtonGap + tour.height;
  for (const char* sentence : words::kEmptySentences) {
    sentences.push_back(lay_out(sentence, column, {}, look.fonts));
    height += sentences.back().height + kGap;
  }
  const float left = (min.x + max.x - column) * 0.5f;
  float y = std::max(min.y + 16, (min.y + max.y - height) * 0.45f);

  ImGui::PushClipRect(min, max, true);
  icon::memory_on({left + kIcon * 0.5f, y + kIcon * 0.5f}, kIcon, look.colour.accent);
  y += kIcon + 16;
  draw(title, {left, y}, look.colour.text, look);
  tell_words(words::kEmptyTitle, {left, y}, {left + column, y + title.height}, UiRole::heading);
  y += title.height + kGap;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const TextLayout& sentence = sentences[i];
    draw(sentence, {left, y}, look.colour.muted, look);
    tell_words(words::kEmptySentences[i], {left, y}, {left + column, y + sentence.height});
    y += sentence.height + kGap;
  }
  ImGui::SetCursorScreenPos({left, y + kButtonGap});
  if (draw(tour, look)) actions.push_back(TourAction(action::ShowTour{true}));
  ImGui::PopClipRect();
}

}  // namespace magic
