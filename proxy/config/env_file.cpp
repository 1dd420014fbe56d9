#include "proxy/config/env_file.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>

namespace magic {
namespace {

constexpr std::string_view kSpaces = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

bool is_name(std::string_view name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), allowed);
}

// nullopt: a quote that is not closed.
std::optional<std::string> value_of(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
    const char quote = text[0];
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == quote) return value;
      const bool escaped = quote == '"' && text[i] == '\\' && i + 1 < text.size();
      if (escaped) ++i;
      value += escaped && text[i] == 'n' ? '\n' : text[i];
    }
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '#' && (i == 0 || kSpaces.find(text[i - 1]) != std::string_view::npos))
      text = text.substr(0, i);
  return std::string(trimmed(text));
}

}  // namespace

Result<Variables> parse_env_file(std::string_view text) {
  Variables variables;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("export ")) line = trimmed(line.substr(7));

    const std::size_t equals = line.find('=');
    const std::string_view name = trimmed(line.substr(0, equals));
    const auto problem = [&](const char* what) {
      return Error{ErrorCode::internal, "Line " + std::to_string(number) + " " + what};
    };
    if (equals == std::string_view::npos || !is_name(name))
      return problem("is not of the form NAME=value.");
    const std::optional<std::string> value = value_of(line.substr(equals + 1));
    if (!value) return problem("has a quote that is not closed.");
    variables[std::string(name)] = *value;
  }
  return variables;
}

}  // namespace magic
