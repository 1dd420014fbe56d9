// Small values kept between runs of the desktop program: one "name=value" line each.
//
// Values may hold anything; line breaks and backslashes are escaped. Where the file cannot be read
// or written, values last as long as the program. Thread rule: one thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace magic {

class SettingsFile {
 public:
  explicit SettingsFile(std::string path);

  std::string get(std::string_view name) const;  // empty: not set
  // Written at once, whole and by renaming, so that a crash leaves the old file or the new one.
  void set(std::string_view name, std::string_view value);

 private:
  void write() const;

  std::string path_;
  std::map<std::string, std::string, std::less<>> values_;
};

// $XDG_CONFIG_HOME/memory-magic/settings, or the like under the home folder; empty when there is no
// home.
std::string default_settings_path();

// Which proxy is wanted, and the secret that it asks for.
inline constexpr std::string_view kProxySetting = "proxy", kTokenSetting = "proxy.token";

}  // namespace magic
