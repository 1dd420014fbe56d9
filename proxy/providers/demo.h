// The built-in demo: answers without key, network or model, and says so.
#pragma once

#include <memory>
#include <string>

#include "proxy/providers/provider.h"

namespace magic {

struct DemoOptions {
  // Where the proxy itself answers chat completions: what a person can send to get the same answer.
  std::string api_url = "http://localhost:9090";
  int piece_delay_ms = 15;  // between two pieces of a streamed answer, to look like one
};

std::unique_ptr<Provider> make_demo_provider(DemoOptions options = {});

}  // namespace magic
