#include "client-wasm/platform/settings_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace magic {
namespace {

namespace fs = std::filesystem;

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
  return out;
}

std::string unescaped(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\\' && at + 1 < line.size())
      out += line[++at] == 'n' ? '\n' : line[at];
    else
      out += line[at];
  }
  return out;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

SettingsFile::SettingsFile(std::string path) : path_(std::move(path)) {
  std::ifstream in(path_);
  for (std::string line; std::getline(in, line);) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    values_[line.substr(0, equals)] = unescaped(std::string_view(line).substr(equals + 1));
  }
}

std::string SettingsFile::get(std::string_view name) const {
  const auto it = values_.find(name);
  return it == values_.end() ? std::string() : it->second;
}

void SettingsFile::set(std::string_view name, std::string_view value) {
  if (get(name) == value) return;
  values_.insert_or_assign(std::string(name), std::string(value));
  write();
}

void SettingsFile::write() const {
  if (path_.empty()) return;
  std::error_code ignored;
  fs::create_directories(fs::path(path_).parent_path(), ignored);
  const std::string fresh = path_ + ".new";
  {
    std::ofstream out(fresh, std::ios::trunc);
    // Who this program is to the proxy, and the session's id, are nobody else's.
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, ignored);
    for (const auto& [name, value] : values_) out << name << '=' << escaped(value) << '\n';
    if (!out.flush()) return;
  }
  fs::rename(fresh, path_, ignored);
}

std::string default_settings_path() {
  if (const std::string config = environment("XDG_CONFIG_HOME"); !config.empty())
    return config + "/memory-magic/settings";
  if (const std::string home = environment("HOME"); !home.empty())
    return home + "/.config/memory-magic/settings";
  return {};
}

}  // namespace magic
