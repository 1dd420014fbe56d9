#include "client-wasm/views/options_row.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/option_words.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/popover.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kListWidth = 320.0f, kFormWidth = 340.0f;
constexpr float kChooserInset = 10.0f;  // of its text
constexpr MemoryStrategy kStrategies[] = {MemoryStrategy::full, MemoryStrategy::last_n,
                                          MemoryStrategy::token_budget, MemoryStrategy::summary,
                                          MemoryStrategy::provider};

void change(const Options& options, Actions& actions) {
  actions.push_back(TalkAction(action::ChangeOptions{options}));
}

std::string temperature_text(const std::optional<double>& temperature) {
  if (!temperature) return say(Word::temperature_usual);
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", *temperature);
  return text;
}

}  // namespace

void OptionsRow::draw(const ChatModel& model, ImVec2 at, float width, const Look& look,
                      Actions& actions) {
  std::string name = shown_text(words::chosen_model(model));
  if (name.empty()) name = say(Word::model);
  const Opener models{say(Word::model_name, {name}), name, 0};
  const bool remembers = model.mode == Mode::stateful;
  const LaneRequest lane = next_lane(model);
  MemoryChoice memory = lane.memory;
  const std::string strategy = words::strategy(memory);
  const Opener strategies{say(Word::strategy_name, {strategy}), strategy, look.colour.accent};
  const int changed = words::changed_options(model);
  const Opener more{say(Word::more_options),
                    changed == 0 ? say(Word::more) : say(Word::more_set, {std::to_string(changed)}),
                    0};

  // Where there is no room for all of them, the model's name is cut.
  const float others = opener_width(more, look) + size::target + 4 +
                       (remembers ? opener_width(strategies, look) + 4 : 0);
  const float model_width =
      std::clamp(width - others, 72.0f, std::max(72.0f, opener_width(models, look)));
  ImVec2 cursor{at.x - kChooserInset, at.y};  // so that the texts stand under each other
  const auto next = [&](const Opener& opener, float chooser_wide, const char* popover) {
    ImGui::SetCursorScreenPos(cursor);
    const bool pressed = magic::draw(opener, look, chooser_wide);
    if (pressed) ImGui::OpenPopup(popover);
    const ImVec2 above = cursor;
    cursor.x += chooser_wide + 4;
    return std::pair(above, pressed);
  };
  const auto [above_models, opened] = next(models, model_width, "Models");
  if (opened) actions.push_back(TalkAction(action::LoadModels{}));
  draw_models(model, above_models, look, actions);
  if (remembers) {
    const auto above = next(strategies, opener_width(strategies, look), "Strategies").first;
    draw_strategies(model, above, look, actions);
  }
  const auto above_more = next(more, opener_width(more, look), "More").first;
  draw_more(model, above_more, look, actions);
  draw_lock(model, {at.x + width - size::target, at.y}, look, actions);
}

void OptionsRow::draw_models(const ChatModel& model, ImVec2 above, const Look& look,
                             Actions& actions) {
  if (!begin_popover("Models", say(Word::model), above, kListWidth, look)) return;
  const std::string chosen = words::chosen_model(model);
  draw_row_text(say(Word::models_of, {words::provider(model.provider)}), look.colour.muted, look);
  bool any = false;
  for (const ModelInfo& info : model.models) {
    if (info.provider != model.provider) continue;
    any = true;
    std::string detail = words::window(info.window_tokens);
    if (info.is_default)
      detail = say(Word::default_model) + (detail.empty() ? detail : ", " + detail);
    if (!draw_choice(shown_text(info.name), detail, info.name == chosen, look)) continue;
    Options options = model.options;
    if (info.is_default)
      options.models.erase(model.provider);
    else
      options.models[model.provider] = info.name;
    change(options, actions);
    ImGui::CloseCurrentPopup();
  }
  if (!any)
    draw_row_text(say(Word::no_models, {words::provider(model.provider)}), look.colour.text, look);
  end_popover();
}

void OptionsRow::draw_strategies(const ChatModel& model, ImVec2 above, const Look& look,
                                 Actions& actions) {
  if (!begin_popover("Strategies", say(Word::memory_strategy), above, kListWidth, look)) return;
  draw_row_text(say(Word::what_memory_sends), look.colour.muted, look);
  const MemoryStrategy now = next_lane(model).memory.strategy;
  Options options = model.options;
  for (const MemoryStrategy strategy : kStrategies) {
    if (!knows_strategy(model.provider, strategy)) continue;
    if (draw_choice(words::strategy_name(strategy), words::strategy_detail(strategy),
                    strategy == now, look)) {
      options.memory.strategy = strategy;
      change(options, actions);
      // One with a number stays open, so that the number can be set.
      if (number_of(options.memory) == nullptr) ImGui::CloseCurrentPopup();
    }
  }
  MemoryChoice shown = model.options.memory;
  shown.strategy = now;
  if (int* number = number_of(shown)) {
    const int step = draw_stepper(words::strategy_number(now), words::count(*number), look);
    if (step != 0) {
      *number = stepped(steps_of(now), *number, step);
      options.memory = shown;
      change(options, actions);
    }
  }
  end_popover();
}

void OptionsRow::draw_more(const ChatModel& model, ImVec2 above, const Look& look,
                           Actions& actions) {
  const bool open = begin_popover("More", say(Word::more_options), above, kFormWidth, look);
  if (open && !more_open_) instructions_.set_text(model.options.instructions);
  more_open_ = open;
  if (!open) return;
  draw_instructions(model, look, actions);

  Options options = model.options;
  if (takes_temperature(model.provider, words::chosen_model(model))) {
    const int step =
        draw_stepper(say(Word::temperature), temperature_text(options.temperature), look);
    if (step != 0) {
      // Below 0 is the model's own again.
      const double now = options.temperature.value_or(step > 0 ? 0.9 : 1.1);
      const double then = std::round(now * 10 + step) / 10;
      options.temperature.reset();
      if (then >= -0.01) options.temperature = std::clamp(then, 0.0, 2.0);
      change(options, actions);
    }
  }
  const std::string longest =
      options.max_output_tokens ? words::count(*options.max_output_tokens) : say(Word::as_set_up);
  const int step = draw_stepper(say(Word::longest_answer), longest, look);
  if (step != 0) {
    const std::vector<int>& steps = answer_length_steps();
    const bool back = step < 0 && options.max_output_tokens == steps.front();
    if (back)
      options.max_output_tokens.reset();
    else
      options.max_output_tokens =
          options.max_output_tokens ? stepped(steps, *options.max_output_tokens, step) : 1024;
    change(options, actions);
  }
  end_popover();
}

void OptionsRow::draw_instructions(const ChatModel& model, const Look& look, Actions& actions) {
  draw_row_text(say(Word::system_prompt_hint), look.colour.muted, look);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  TextAreaLook as;
  as.label = say(Word::system_prompt);
  as.padding = {10, 8};
  as.font_size = size::small + 1;
  as.enter_writes = true;
  const float line = as.font_size * size::line;
  const float text = instructions_.text_height(width - 2 * as.padding.x, as.font_size, look.fonts);
  as.extent = {width, std::clamp(text, 3 * line, 6 * line) + 2 * as.padding.y};
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 max{min.x + width, min.y + as.extent.y};
  list->AddRectFilled(min, max, look.colour.sunken, size::rounding);
  instructions_.draw(as, look);
  list->AddRect(min, max, instructions_.has_focus() ? look.colour.accent : look.colour.border,
                size::rounding);
  ImGui::Dummy({width, 8});
  if (instructions_.text() == model.options.instructions) return;
  Options options = model.options;
  options.instructions = instructions_.text();
  change(options, actions);
}

void OptionsRow::draw_lock(const ChatModel& model, ImVec2 at, const Look& look, Actions& actions) {
  const bool locked = model.local_only;
  Button lock;
  lock.label = say(locked ? Word::chat_unlock : Word::chat_lock);
  lock.icon = locked ? icon::lock : icon::unlocked;
  lock.icon_only = true;
  lock.kind = locked ? ButtonKind::outlined : ButtonKind::plain;
  ImGui::SetCursorScreenPos(at);
  if (magic::draw(lock, look)) actions.push_back(TalkAction(action::LockToLocal{!locked}));
}

}  // namespace magic
