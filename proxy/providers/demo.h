// The built-in demo: answers without key, network or model, and says so.
#pragma once

#include <memory>

#include "proxy/providers/provider.h"

namespace magic {

struct DemoOptions {
  int piece_delay_ms = 15;  // between two pieces of a streamed answer, to look like one
};

std::unique_ptr<Provider> make_demo_provider(DemoOptions options = {});

}  // namespace magic
