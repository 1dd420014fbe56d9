// What is remembered between runs, and between reloads of the page: small values under plain names.
//
// Thread rule: UI thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client-wasm/model/options.h"
#include "shared/chat_types.h"

namespace magic {

enum class ThemeChoice { system, light, dark };
inline constexpr int kTextPercents[] = {85, 100, 115, 130, 150};  // how large everything is

struct Settings {
  std::string session_id;  // empty: none yet
  Mode mode = Mode::stateless;
  std::optional<ProviderId> provider;  // absent: the person has not chosen
  ThemeChoice theme = ThemeChoice::system;
  int text_percent = 100;  // one of kTextPercents
  std::string language = "en";
  Options options;
  std::string draft;  // text that was typed and not sent

  bool operator==(const Settings&) const = default;
};

// Values that are missing or that this version does not know are left at their defaults.
Settings load_settings(const std::function<std::string(std::string_view name)>& load);

// Calls `save` for each value that differs from `before`.
void save_settings(const Settings& settings, const Settings& before,
                   const std::function<void(std::string_view name, std::string_view value)>& save);

}  // namespace magic
