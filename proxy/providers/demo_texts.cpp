#include "proxy/providers/demo_texts.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "demo_assets.h"

namespace magic {
namespace {

// The text after "key = ", as it stands in the file.
std::optional<std::string_view> line_of(std::string_view key) {
  constexpr std::string_view kBetween = " = ";
  std::string_view rest = asset("answers.txt");
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.starts_with(key) && line.substr(key.size()).starts_with(kBetween))
      return line.substr(key.size() + kBetween.size());
  }
  return std::nullopt;
}

std::string_view word_for(std::string_view place, std::initializer_list<DemoWord> words) {
  for (const DemoWord& word : words)
    if (word.place == place) return word.text;
  assert(false && "answers.txt has a place that the program does not fill");
  return {};
}

}  // namespace

// One pass, so that braces in a user's words stay what they are.
std::string demo_text(std::string_view key, std::initializer_list<DemoWord> words) {
  const std::optional<std::string_view> line = line_of(key);
  assert(line && "answers.txt lacks a key");
  std::string text;
  std::string_view rest = line.value_or(key);
  while (!rest.empty()) {
    const std::size_t close = rest.find('}');
    if (rest.starts_with("\\n")) {
      text += '\n';
      rest.remove_prefix(2);
    } else if (rest.front() == '{' && close != std::string_view::npos) {
      text += word_for(rest.substr(1, close - 1), words);
      rest.remove_prefix(close + 1);
    } else {
      text += rest.front();
      rest.remove_prefix(1);
    }
  }
  return text;
}

std::string_view demo_sample(std::string_view name) {
  return asset("sample-" + std::string(name) + ".md");
}

}  // namespace magic
