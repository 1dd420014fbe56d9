#include "client-wasm/model/readable_json.h"

#include <algorithm>
#include <cstddef>

namespace magic {
namespace {

constexpr std::size_t kIndent = 2, kMostDepth = 16;  // deeper levels are not moved further

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string readable_json(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  bool in_string = false;
  const auto new_line = [&] {
    out += '\n' + std::string(kIndent * std::min(depth, kMostDepth), ' ');
  };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      out += c;
      if (c == '\\' && i + 1 < json.size())
        out += json[++i];
      else if (c == '"')
        in_string = false;
      continue;
    }
    if (is_space(c)) continue;
    if (c == '}' || c == ']') {
      if (depth > 0) --depth;
      const bool empty = !out.empty() && (out.back() == '{' || out.back() == '[');
      if (!empty) new_line();
      out += c;
      continue;
    }
    if (!out.empty() && (out.back() == '{' || out.back() == '[')) new_line();
    out += c;
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if (c == ',') new_line();
    if (c == ':') out += ' ';
  }
  return out;
}

}  // namespace magic
