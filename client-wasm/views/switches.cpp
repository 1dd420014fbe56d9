#include "client-wasm/views/switches.h"

#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kLabelGap = 8.0f, kBetween = 20.0f, kTightGap = 4.0f;
constexpr ProviderId kProviders[] = {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo};

std::vector<Segment> memory_segments(const Look& look) {
  return {{say(Word::memory_off_name), say(Word::off), icon::memory_off, look.colour.text},
          {say(Word::memory_on_name), say(Word::on), icon::memory_on, look.colour.accent}};
}

std::vector<Segment> provider_segments(const ChatModel& model, const Look& look) {
  std::vector<Segment> segments;
  for (const ProviderId id : kProviders) {
    const std::string name = words::provider(id);
    const ProviderStatus* status = status_of(model, id);
    segments.push_back({say(Word::provider_name, {name}), name, icon::of(id),
                        colour_of(look.colour, id), status != nullptr && !status->available});
  }
  return segments;
}

float label_width(const char* label, const Look& look) {
  return text_width(label, size::small, look.fonts) + kLabelGap;
}

struct Rows {
  bool two = false;     // the switches stand below each other
  bool labels = true;   // there is room for "Memory" and "Provider" beside them
  float options_y = 0;  // where the row of options begins
  float words_y = 0;    // where the line of words begins
  TextLayout words;
};

Rows rows_of(const ChatModel& model, float width, const Look& look) {
  const float memory = segments_width(memory_segments(look), look);
  const float provider = segments_width(provider_segments(model, look), look);
  const float labels =
      label_width(say(Word::memory), look) + label_width(say(Word::provider), look);
  Rows rows;
  rows.two = memory + provider + labels + kBetween > width;
  rows.labels = !rows.two || provider + label_width(say(Word::provider), look) <= width;
  rows.options_y = rows.two ? 2 * size::target + 2 * kTightGap : size::target + kTightGap;
  rows.words_y = rows.options_y + OptionsRow::kHeight + kTightGap;
  TextFormat format;
  format.font_size = size::small;
  rows.words = lay_out(words::next_message(model), width, format, look.fonts);
  return rows;
}

}  // namespace

float switches_height(const ChatModel& model, float width, const Look& look) {
  const Rows rows = rows_of(model, width, look);
  return rows.words_y + rows.words.height;
}

void draw_switches(const ChatModel& model, OptionsRow& options, ImVec2 at, float width,
                   const Look& look, Actions& actions) {
  const Rows rows = rows_of(model, width, look);
  const float text_y = (size::target - size::small) * 0.5f;
  const float label = label_width(say(rows.two ? Word::provider : Word::memory), look);
  const float indent = rows.labels ? label : 0;

  if (rows.labels)
    draw_text(say(Word::memory), {at.x, at.y + text_y}, size::small, look.colour.muted, look);
  ImGui::SetCursorScreenPos({at.x + indent, at.y});
  const std::vector<Segment> memory = memory_segments(look);
  const int mode =
      draw_segments(say(Word::memory), memory, model.mode == Mode::stateful ? 1 : 0, look);
  if (mode >= 0)
    actions.push_back(action::ChooseMode{mode == 1 ? Mode::stateful : Mode::stateless});

  ImVec2 next = at;
  if (rows.two)
    next.y += size::target + kTightGap;
  else
    next.x += label + segments_width(memory, look) + kBetween;
  if (rows.labels) {
    draw_text(say(Word::provider), {next.x, next.y + text_y}, size::small, look.colour.muted, look);
    next.x += label_width(say(Word::provider), look);
  }
  ImGui::SetCursorScreenPos(next);
  int chosen = 0;
  for (int i = 0; i < 3; ++i)
    if (kProviders[i] == model.provider) chosen = i;
  const int provider =
      draw_segments(say(Word::provider), provider_segments(model, look), chosen, look);
  if (provider >= 0) actions.push_back(action::ChooseProvider{kProviders[provider]});

  options.draw(model, {at.x, at.y + rows.options_y}, width, look, actions);
  const ImVec2 words{at.x, at.y + rows.words_y};
  draw(rows.words, words, look.colour.muted, look);
  tell_words(words::next_message(model), words, {at.x + width, words.y + rows.words.height});
}

}  // namespace magic
