#include "client-wasm/model/settings.h"

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

}  // namespace

Settings load_settings(const std::function<std::string(std::string_view name)>& load) {
  Settings settings;
  if (std::string id = load("session"); is_valid_session_id(id)) settings.session_id = id;
  settings.mode = mode_from(load("mode")).value_or(settings.mode);
  settings.provider = provider_from(load("provider"));
  const std::string theme = load("theme");
  for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark})
    if (theme == theme_name(choice)) settings.theme = choice;
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
  if (settings.draft != before.draft) save("draft", settings.draft);
}

}  // namespace magic
