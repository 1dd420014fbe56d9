#include "client-wasm/model/settings.h"

#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "shared/session_id.h"

namespace magic {
namespace {

std::string_view theme_name(ThemeChoice theme) {
  switch (theme) {
    case ThemeChoice::system:
      return "system";
    case ThemeChoice::light:
      return "light";
    case ThemeChoice::dark:
      return "dark";
  }
  return "system";
}

// Each option under a name of its own, so that one that this version does not know, or that is
// broken, leaves the others as they are.
constexpr const char* kModelNames[] = {"model.chatgpt", "model.ollama", "model.demo"};
constexpr ProviderId kProviders[] = {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo};

std::optional<int> number_in(const std::string& text, int least, int most) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

std::string text_of(const std::optional<int>& number) {
  return number ? std::to_string(*number) : std::string();
}

// The values of the options by their names, in one order.
std::vector<std::pair<const char*, std::string>> texts_of(const Options& options) {
  std::vector<std::pair<const char*, std::string>> texts;
  for (std::size_t i = 0; i < std::size(kProviders); ++i) {
    const auto model = options.models.find(kProviders[i]);
    texts.push_back({kModelNames[i], model == options.models.end() ? "" : model->second});
  }
  std::optional<int> hundredths;
  if (options.temperature) hundredths = static_cast<int>(std::lround(*options.temperature * 100));
  texts.push_back({"memory.strategy", std::string(name_of(options.memory.strategy))});
  texts.push_back({"memory.n", text_of(options.memory.n)});
  texts.push_back({"memory.tokens", text_of(options.memory.tokens)});
  texts.push_back({"memory.keep_last", text_of(options.memory.keep_last)});
  texts.push_back({"instructions", options.instructions});
  texts.push_back({"temperature.hundredths", text_of(hundredths)});
  texts.push_back({"max_output_tokens", text_of(options.max_output_tokens)});
  return texts;
}

Options load_options(const std::function<std::string(std::string_view name)>& load) {
  Options options;
  for (std::size_t i = 0; i < std::size(kProviders); ++i)
    if (std::string model = load(kModelNames[i]); !model.empty())
      options.models[kProviders[i]] = std::move(model);
  MemoryChoice& memory = options.memory;
  memory.strategy = memory_strategy_from(load("memory.strategy")).value_or(memory.strategy);
  memory.n = number_in(load("memory.n"), 1, 10'000).value_or(memory.n);
  memory.tokens = number_in(load("memory.tokens"), 16, 10'000'000).value_or(memory.tokens);
  memory.keep_last = number_in(load("memory.keep_last"), 2, 200).value_or(memory.keep_last);
  options.instructions = load("instructions");
  if (const std::optional<int> hundredths = number_in(load("temperature.hundredths"), 0, 200))
    options.temperature = *hundredths / 100.0;
  options.max_output_tokens = number_in(load("max_output_tokens"), 1, 1'000'000);
  return options;
}

}  // namespace

Settings load_settings(const std::function<std::string(std::string_view name)>& load) {
  Settings settings;
  if (std::string id = load("session"); is_valid_session_id(id)) settings.session_id = id;
  settings.mode = mode_from(load("mode")).value_or(settings.mode);
  settings.provider = provider_from(load("provider"));
  const std::string theme = load("theme");
  for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark})
    if (theme == theme_name(choice)) settings.theme = choice;
  if (const std::optional<int> percent = number_in(load("text_size"), 1, 1000))
    for (const int known : kTextPercents)
      if (*percent == known) settings.text_percent = known;
  if (std::string code = load("language"); !code.empty()) settings.language = std::move(code);
  settings.options = load_options(load);
  settings.draft = load("draft");
  return settings;
}

void save_settings(const Settings& settings, const Settings& before,
                   const std::function<void(std::string_view name, std::string_view value)>& save) {
  if (settings.session_id != before.session_id) save("session", settings.session_id);
  if (settings.mode != before.mode) save("mode", name_of(settings.mode));
  if (settings.provider != before.provider)
    save("provider", settings.provider ? name_of(*settings.provider) : std::string_view());
  if (settings.theme != before.theme) save("theme", theme_name(settings.theme));
  if (settings.text_percent != before.text_percent)
    save("text_size", std::to_string(settings.text_percent));
  if (settings.language != before.language) save("language", settings.language);
  const auto options = texts_of(settings.options), known = texts_of(before.options);
  for (std::size_t i = 0; i < options.size(); ++i)
    if (options[i] != known[i]) save(options[i].first, options[i].second);
  if (settings.draft != before.draft) save("draft", settings.draft);
}

}  // namespace magic
