// What a route is known by: in metrics, in the log, and in openapi.json.
// Thread rule: plain values.
#pragma once

#include <string>

namespace magic {

struct Route {
  std::string method;   // "GET"
  std::string pattern;  // "/sessions/:session_id/messages", without the prefix

  bool operator==(const Route&) const = default;
};

}  // namespace magic
