#include "proxy/providers/upstream_request.h"

#include <algorithm>

namespace magic {

bool is_request_id(std::string_view text) {
  constexpr std::size_t kMaxBytes = 128;
  return !text.empty() && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

std::vector<std::pair<std::string, std::string>> upstream_headers(const UpstreamRequest& request) {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Accept", "application/json, text/event-stream, application/x-ndjson"},
      {"Accept-Encoding", "identity"},
      {"User-Agent", "memory-magic/" MAGIC_VERSION}};
  if (!request.body.empty()) headers.emplace_back("Content-Type", "application/json");
  if (!request.api_key.empty()) headers.emplace_back("Authorization", "Bearer " + request.api_key);
  if (is_request_id(request.request_id)) headers.emplace_back("X-Request-Id", request.request_id);
  return headers;
}

UpstreamCall upstream_call(const BaseUrl& base, UpstreamRequest request,
                           std::string_view key_variable) {
  if (!request.api_key.empty()) request.api_key = "$" + std::string(key_variable);
  UpstreamCall call;
  call.method = request.body.empty() ? "GET" : "POST";
  call.url = base.origin() + request.path;
  call.headers = upstream_headers(request);
  call.body = std::move(request.body);
  return call;
}

}  // namespace magic
