// A local model through Ollama, or through another server with OpenAI-compatible chat completions:
// llama.cpp, vLLM, LM Studio.
//
// Ollama's own API is preferred: only there can silent truncation be refused and the window be set.
// Which of the two the server speaks is found out once and remembered until it proves wrong.
#pragma once

#include <memory>
#include <string>

#include "proxy/base/clock.h"
#include "proxy/base/secret.h"
#include "proxy/providers/provider.h"
#include "proxy/providers/upstream_limits.h"

namespace magic {

struct OllamaOptions : UpstreamLimits {
  std::string base_url = "http://localhost:11434/v1";  // may end in /v1 or not
  Secret api_key{"ollama"};  // Ollama ignores it; other servers may not; empty: none is sent
  std::string model = "llama3.2";
  int num_ctx = 8192;  // window in tokens, asked for with every request
};

// `clock` must outlive the provider. status() asks the server, at most every 3 s.
std::unique_ptr<Provider> make_ollama_provider(OllamaOptions options, const Clock& clock);

}  // namespace magic
