// Where the proxy is, where that is the person's to say: in the desktop program.
#pragma once

#include <string>

namespace magic {

struct ProxyAccess {
  std::string address;     // "http://127.0.0.1:9090"
  bool has_token = false;  // which is never shown again
};

}  // namespace magic
