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

// `proxy_url` is scheme, host and port, e.g. "http://127.0.0.1:9090". `wake` is called on other
// threads whenever poll() has something to deliver. Destroying the transport cancels everything and
// waits for its threads.
std::unique_ptr<Transport> make_native_transport(const std::string& proxy_url,
                                                 std::function<void()> wake, OwnCookie cookie = {});

}  // namespace magic
