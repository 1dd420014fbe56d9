// The desktop's way to the proxy: one thread and one connection for each request under way.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "client-wasm/api/transport.h"

namespace magic {

// Who this program is to the proxy: the cookie that a browser would keep for it, "name=value". With
// it the proxy knows whose sessions to list. Empty: none yet.
struct OwnCookie {
  std::string value;
  std::function<void(const std::string& value)> save = [](const std::string&) {};  // inside poll()
};

// The way to one proxy, and then perhaps to another. Destroying it cancels everything and waits for
// its threads.
class NativeTransport : public Transport {
 public:
  // From the next request on. Requests under way end as unreachable.
  virtual void connect_to(const std::string& proxy_url, const std::string& token) = 0;
};

// `proxy_url` is scheme, host and port, e.g. "http://127.0.0.1:9090". `wake` is called on other
// threads whenever poll() has something to deliver. The token, where there is one, goes along with
// each request as "Authorization: Bearer".
std::unique_ptr<NativeTransport> make_native_transport(const std::string& proxy_url,
                                                       std::function<void()> wake,
                                                       OwnCookie cookie = {},
                                                       const std::string& token = {});

}  // namespace magic
