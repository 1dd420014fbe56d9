#include "proxy/chat/session_title.h"

#include <cstddef>

#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::size_t kMaxBytes = 60;
constexpr std::size_t kLookBytes = 400;  // enough to find the words behind a lot of white space

}  // namespace

std::string title_from(std::string_view message) {
  std::string line;
  const std::string_view beginning = utf8_prefix(message, kLookBytes);
  for (const char c : beginning) {
    const bool is_space = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (!is_space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() <= kMaxBytes && beginning.size() == message.size()) return line;

  std::string title(utf8_prefix(line, kMaxBytes));
  const std::size_t space = title.rfind(' ');
  if (space != std::string::npos && space > kMaxBytes / 2) title.resize(space);
  return title + "…";
}

}  // namespace magic
