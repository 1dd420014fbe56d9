#include "proxy/base/small_file.h"

#include <cstdio>
#include <memory>

namespace magic {

// Not a stream: reading a folder through its buffer throws.
std::optional<std::string> read_small_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return std::nullopt;
  std::string text(kMaxSmallFileBytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0 || text.size() > kMaxSmallFileBytes) return std::nullopt;
  text.shrink_to_fit();
  return text;
}

}  // namespace magic
