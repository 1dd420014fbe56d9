// The UI's files, read into memory once: nothing a request says ever becomes a file name.
//
// Beside a file, name.br and name.gz are its precompressed forms, sent to whoever accepts them.
// Thread rule: immutable after loading.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "shared/result.h"

namespace magic {

struct SiteFile {
  std::string type;  // MIME
  std::string etag;
  std::string cache_control;  // see cache_control_of
  std::string plain;
  std::string brotli;  // empty: not there
  std::string gzip;
};

class Site {
 public:
  using Files = std::map<std::string, SiteFile, std::less<>>;  // by URL path, e.g. "/app.wasm"

  // Reads the folder and the folders in it. Errors: internal, naming the folder, when it holds no
  // index.html.
  static Result<Site> load(const std::string& folder);

  // "/" is index.html. nullptr: no such file.
  const SiteFile* find(std::string_view path) const;
  const Files& files() const { return files_; }

 private:
  Files files_;
};

// How long a browser may keep the file of this name: for ever when the name holds the hash of the
// content, as the build makes them (app.0123456789ab.wasm), else not without asking each time.
// client-wasm/nginx.conf says the same.
std::string_view cache_control_of(std::string_view name);

// Which form of `file` to send: its bytes, and the Content-Encoding (empty for none).
struct SiteForm {
  std::string_view bytes;
  std::string_view encoding;
};
SiteForm best_form(const SiteFile& file, std::string_view accept_encoding);

// What the browser may do with our page: only what it needs. 'wasm-unsafe-eval' is for WebAssembly,
// and allows no script evaluation.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src "
    "'self'; "
    "img-src 'self' data:; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'";

}  // namespace magic
