// The browser's way to the proxy: fetch at the page's own origin, under /api.
#pragma once

#include <memory>

#include "client-wasm/api/transport.h"

namespace magic {

// At most one may exist. An arrival asks for a frame by itself.
std::unique_ptr<Transport> make_web_transport();

}  // namespace magic
