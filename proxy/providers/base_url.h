// Where a provider's API lives, taken apart once: OPENAI_BASE_URL and OLLAMA_BASE_URL.
// Thread rule: plain values.
#pragma once

#include <string>
#include <string_view>

#include "shared/result.h"

namespace magic {

struct BaseUrl {
  bool tls = false;
  std::string host;  // without the brackets of an IPv6 address
  int port = 80;
  std::string path;  // "" or "/v1": no slash at the end

  std::string origin() const;  // "http://localhost:11434"; the port only where it is not the usual
  std::string text() const { return origin() + path; }
  // By its name only: the loopback addresses, and the name that a container has for its host.
  bool is_this_machine() const;

  bool operator==(const BaseUrl&) const = default;
};

// http:// or https://, a host, an optional port and path. No user, query or fragment: a password in
// a URL would end up in sentences. Error: invalid_field with `setting` as its param.
Result<BaseUrl> parse_base_url(std::string_view url, std::string_view setting);

}  // namespace magic
