// Where a growing text can be cut, so that only its end is parsed again.
//
// CommonMark's rule for fences is followed where it is simple. Where it depends on how far a list
// item reaches, nothing more is taken for final: that costs time, not truth.
#include <algorithm>
#include <cctype>
#include <optional>

#include "client-wasm/views/markdown.h"

namespace magic {
namespace {

bool is_list_item(std::string_view line) {
  if (line.empty()) return false;
  if (line[0] == '-' || line[0] == '*' || line[0] == '+')
    return line.size() == 1 || line[1] == ' ' || line[1] == '\t';
  std::size_t digits = 0;
  while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits]))) ++digits;
  return digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
}

// "*" or "- 1." alone: whether what follows after a blank line belongs to it, md4c (0.5.2) decides
// by more than that line.
bool is_empty_item(std::string_view item) {
  while (is_list_item(item)) {
    const std::size_t marker_end = std::min(item.find_first_of(" \t"), item.size());
    const std::size_t content = item.find_first_not_of(" \t\r", marker_end);
    if (content == std::string_view::npos) return true;
    item.remove_prefix(content);
  }
  return false;
}

struct Fence {
  char mark = 0;
  std::size_t length = 0;
  std::size_t indent = 0;
};

// `line` without its indentation.
std::optional<Fence> opened_by(std::string_view line, std::size_t indent) {
  constexpr std::size_t kShortest = 3;
  const char mark = line[0];
  if (mark != '`' && mark != '~') return std::nullopt;
  const std::size_t length = std::min(line.find_first_not_of(mark), line.size());
  if (length < kShortest) return std::nullopt;
  if (mark == '`' && line.find('`', length) != std::string_view::npos) return std::nullopt;
  return Fence{mark, length, indent};
}

bool looks_closing(std::string_view line, const Fence& fence) {
  const std::size_t length = std::min(line.find_first_not_of(fence.mark), line.size());
  return length >= fence.length &&
         line.find_first_not_of(" \t\r", length) == std::string_view::npos;
}

bool has_fence_inside(std::string_view line) {
  return line.find("```") != std::string_view::npos || line.find("~~~") != std::string_view::npos;
}

}  // namespace

std::size_t last_stable_break(std::string_view text) {
  constexpr std::size_t kIndentedCode = 4;
  std::size_t stable = 0;
  bool after_blank = false;
  bool in_list = false;
  std::optional<Fence> fence;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = text.find('\n', at);
    if (line_end == std::string_view::npos) break;  // an unfinished line can become anything
    const std::string_view line = text.substr(at, line_end - at);
    const std::size_t here = at;
    at = line_end + 1;
    const std::size_t cr = line.find('\r');
    if (cr != std::string_view::npos && cr + 1 < line.size()) break;  // a line end to the parser
    const std::size_t indent = line.find_first_not_of(" \t\r");
    const bool is_blank = indent == std::string_view::npos;
    const bool was_after_blank = after_blank;
    after_blank = is_blank;
    if (is_blank) continue;
    const std::string_view said = line.substr(indent);

    if (fence) {
      if (indent < fence->indent) break;  // the list item may be over, and its fence with it
      if (!looks_closing(said, *fence)) continue;
      if (indent != fence->indent) break;
      fence.reset();
      continue;
    }
    if (was_after_blank && indent == 0 && !is_list_item(line)) {
      stable = here;
      in_list = false;
    }
    if (is_list_item(said)) {
      in_list = true;
      if (is_empty_item(said) || has_fence_inside(said)) break;
    } else if (in_list || indent < kIndentedCode) {
      fence = opened_by(said, indent);
    }
  }
  return stable;
}

}  // namespace magic
