// ChatGPT through OpenAI's Responses API, or through a server that speaks it.
#pragma once

#include <memory>
#include <string>

#include "proxy/base/clock.h"
#include "proxy/base/secret.h"
#include "proxy/providers/provider.h"
#include "proxy/providers/upstream_limits.h"

namespace magic {

struct OpenAiOptions : UpstreamLimits {
  std::string base_url = "https://api.openai.com/v1";
  Secret api_key;  // a server other than OpenAI's may do without
  std::string model = "gpt-5-mini";
  int window_tokens = 128000;
  std::string reasoning_effort;  // empty: see default_reasoning_effort
};

// `clock` must outlive the provider. status() asks no network: it says whether a key is there.
std::unique_ptr<Provider> make_openai_provider(OpenAiOptions options, const Clock& clock);

}  // namespace magic
