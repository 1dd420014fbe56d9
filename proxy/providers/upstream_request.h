// A request to an upstream: what goes over the wire, and the same for somebody who wants to send it
// again.
// Thread rule: plain values, pure functions.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proxy/base/secret.h"
#include "proxy/providers/base_url.h"
#include "shared/turn_record.h"

namespace magic {

struct UpstreamRequest {
  std::string path;        // from the root of the origin, e.g. "/v1/responses"
  std::string body;        // JSON to POST; empty: GET
  Secret api_key;          // sent as a bearer token; empty: none is sent
  std::string request_id;  // sent as X-Request-Id if it is one, see is_request_id; empty: none

  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds first_byte_timeout{0};    // from the start to the head; 0: as silence
  std::chrono::milliseconds silence_timeout{120000};  // between any two bytes
  std::chrono::milliseconds total_timeout{600000};    // from the start to the last byte
};

// 1 to 128 bytes of A-Z a-z 0-9 . _ - : whatever else a client calls its request goes nowhere.
bool is_request_id(std::string_view text);

// Every header that is sent, but for Host, Connection and Content-Length, which any HTTP client
// adds by itself.
std::vector<std::pair<std::string, std::string>> upstream_headers(const UpstreamRequest& request);

// The same request to show: the key is replaced by "$" and `key_variable`, so that a shell that has
// the variable can send it.
UpstreamCall upstream_call(const BaseUrl& base, UpstreamRequest request,
                           std::string_view key_variable);

}  // namespace magic
