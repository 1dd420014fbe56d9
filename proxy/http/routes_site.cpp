#include "proxy/http/routes_site.h"

#include <string>

namespace magic {
namespace {

void send(const SiteFile& file, const httplib::Request& request, httplib::Response& response) {
  response.set_header("ETag", file.etag);
  response.set_header("Cache-Control", file.cache_control);
  response.set_header("Content-Security-Policy", std::string(kContentSecurityPolicy));
  if (!file.brotli.empty() || !file.gzip.empty()) response.set_header("Vary", "Accept-Encoding");
  if (request.get_header_value("If-None-Match").find(file.etag) != std::string::npos) {
    response.status = 304;
    return;
  }
  const SiteForm form = best_form(file, request.get_header_value("Accept-Encoding"));
  if (!form.encoding.empty()) response.set_header("Content-Encoding", std::string(form.encoding));
  response.set_content(form.bytes.data(), form.bytes.size(), file.type);
}

}  // namespace

void add_site_routes(Router& router, const Site& site) {
  // One literal route a file: the paths are known, and a catch-all would have to be a regex, which
  // overflows the stack on long paths (cpp-httplib before 0.53.1).
  const auto add = [&router](const std::string& path, const SiteFile& file) {
    router.file(path, [&file](const httplib::Request& request, httplib::Response& response) {
      send(file, request, response);
    });
  };
  for (const auto& [path, file] : site.files()) add(path, file);
  add("/", *site.find("/"));
}

}  // namespace magic
