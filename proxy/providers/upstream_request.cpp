#include "proxy/providers/upstream_request.h"

#include <algorithm>

namespace magic {
namespace {

// `key` is the key itself, or what stands in for it.
std::vector<std::pair<std::string, std::string>> headers_with(const std::string& key,
                                                              const UpstreamRequest& request) {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Accept", "application/json, text/event-stream, application/x-ndjson"},
      {"Accept-Encoding", "identity"},
      {"User-Agent", "memory-magic/" MAGIC_VERSION}};
  if (!request.body.empty()) headers.emplace_back("Content-Type", "application/json");
  if (!key.empty()) headers.emplace_back("Authorization", "Bearer " + key);
  if (is_request_id(request.request_id)) headers.emplace_back("X-Request-Id", request.request_id);
  return headers;
}

}  // namespace

bool is_request_id(std::string_view text) {
  constexpr std::size_t kMaxBytes = 128;
  return !text.empty() && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

std::vector<std::pair<std::string, std::string>> upstream_headers(const UpstreamRequest& request) {
  return headers_with(request.api_key.reveal(), request);
}

UpstreamCall upstream_call(const BaseUrl& base, UpstreamRequest request,
                           std::string_view key_variable) {
  const std::string shown_key = request.api_key.empty() ? "" : "$" + std::string(key_variable);
  UpstreamCall call;
  call.method = request.body.empty() ? "GET" : "POST";
  call.url = base.origin() + request.path;
  call.headers = headers_with(shown_key, request);
  call.body = std::move(request.body);
  return call;
}

}  // namespace magic
