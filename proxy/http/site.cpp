#include "proxy/http/site.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "proxy/base/file_text.h"

namespace magic {
namespace {

namespace fs = std::filesystem;

std::string type_of(const fs::path& file) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".json", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".webmanifest", "application/manifest+json"},
  }};
  const std::string extension = file.extension().string();
  for (const auto& [known, type] : kTypes)
    if (known == extension) return std::string(type);
  return "application/octet-stream";
}

// FNV-1a: an ETag only has to change when the file does.
std::string etag_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  std::array<char, 24> text;
  std::snprintf(text.data(), text.size(), "\"%016llx\"", static_cast<unsigned long long>(hash));
  return text.data();
}

std::string read(const fs::path& file) { return file_text(file.string()).value_or(""); }

bool accepts(std::string_view accept_encoding, std::string_view encoding) {
  const std::size_t at = accept_encoding.find(encoding);
  if (at == std::string_view::npos) return false;
  std::string_view rest = accept_encoding.substr(at + encoding.size());
  rest = rest.substr(0, rest.find(','));
  return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

}  // namespace

Result<Site> Site::load(const std::string& folder) {
  Site site;
  std::error_code problem;
  const fs::path root(folder);
  for (fs::recursive_directory_iterator it(root, problem), end; !problem && it != end;
       it.increment(problem)) {
    const fs::path& file = it->path();
    const std::string extension = file.extension().string();
    if (!it->is_regular_file() || extension == ".br" || extension == ".gz") continue;
    SiteFile entry;
    entry.type = type_of(file);
    entry.plain = read(file);
    entry.brotli = read(fs::path(file).concat(".br"));
    entry.gzip = read(fs::path(file).concat(".gz"));
    entry.etag = etag_of(entry.plain);
    entry.cache_control = cache_control_of(file.filename().string());
    site.files_["/" + file.lexically_relative(root).generic_string()] = std::move(entry);
  }
  if (site.find("/") == nullptr)
    return Error{ErrorCode::internal, "There is no index.html in '" + folder +
                                          "'. Build the UI with ./start.sh, or set UI_DIR."};
  return site;
}

const SiteFile* Site::find(std::string_view path) const {
  const auto it = files_.find(path == "/" ? std::string_view("/index.html") : path);
  return it == files_.end() ? nullptr : &it->second;
}

std::string_view cache_control_of(std::string_view name) {
  constexpr std::size_t kHashDigits = 12;
  const std::size_t extension = name.rfind('.');
  const std::size_t hash = name.rfind('.', extension == std::string_view::npos ? 0 : extension - 1);
  const bool has_hash = hash != std::string_view::npos && extension - hash - 1 == kHashDigits &&
                        name.substr(hash + 1, kHashDigits).find_first_not_of("0123456789abcdef") ==
                            std::string_view::npos;
  return has_hash ? "public, max-age=31536000, immutable" : "no-cache";
}

SiteForm best_form(const SiteFile& file, std::string_view accept_encoding) {
  if (!file.brotli.empty() && accepts(accept_encoding, "br")) return {file.brotli, "br"};
  if (!file.gzip.empty() && accepts(accept_encoding, "gzip")) return {file.gzip, "gzip"};
  return {file.plain, ""};
}

}  // namespace magic
