#include "client-wasm/platform/files_desktop.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace magic {
namespace {

namespace fs = std::filesystem;

constexpr int kMostNames = 1000;

fs::path numbered(const fs::path& path, int number) {
  if (number == 1) return path;
  fs::path other = path;
  other.replace_filename(path.stem().string() + " (" + std::to_string(number) + ")" +
                         path.extension().string());
  return other;
}

}  // namespace

std::string downloads_folder() {
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return ".";
  const fs::path downloads = fs::path(home) / "Downloads";
  std::error_code ignored;
  return fs::is_directory(downloads, ignored) ? downloads.string() : std::string(home);
}

Result<std::string> save_new_file(const std::string& folder, const std::string& name,
                                  std::string_view bytes) {
  const fs::path wanted = fs::path(folder) / name;
  std::error_code ignored;
  for (int number = 1; number <= kMostNames; ++number) {
    const fs::path path = numbered(wanted, number);
    if (fs::exists(path, ignored)) continue;
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return Error{ErrorCode::internal, path.string() + " cannot be written."};
    return path.string();
  }
  return Error{ErrorCode::internal, "There are too many files of that name in " + folder + "."};
}

GivenFile read_given_file(const std::string& path) {
  GivenFile given;
  given.name = fs::path(path).filename().string();
  std::ifstream file(path, std::ios::binary);
  given.bytes.resize(kMaxGivenFileBytes);
  file.read(given.bytes.data(), static_cast<std::streamsize>(given.bytes.size()));
  given.bytes.resize(static_cast<std::size_t>(file.gcount()));
  return given;
}

}  // namespace magic
