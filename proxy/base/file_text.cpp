#include "proxy/base/file_text.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>

namespace magic {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;

struct Close {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

}  // namespace

// Not by std::ifstream: its buffer throws on a folder, past the stream that would note it.
std::optional<std::string> file_text(const std::string& path) {
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 16384> piece;
  while (const std::size_t bytes = std::fread(piece.data(), 1, piece.size(), file.get())) {
    text.append(piece.data(), bytes);
    if (text.size() > kMostBytes) return std::nullopt;
  }
  if (std::ferror(file.get()) != 0) return std::nullopt;
  return text;
}

}  // namespace magic
