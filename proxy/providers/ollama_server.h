// What answers at OLLAMA_BASE_URL: Ollama itself, or another server that speaks chat completions.
// Thread rule: every method may be called from any thread; they block for at most 2 s.
#pragma once

#include <string>

#include "proxy/providers/base_url.h"
#include "proxy/providers/upstream.h"

namespace magic {

enum class OllamaFace {
  unknown,           // nothing answers
  untested,          // something answers, and does not say what it is: try the native one first
  native,            // POST /api/chat
  chat_completions,  // POST {base}/chat/completions
};

// The paths below one base URL, which may end in /v1 or not.
struct OllamaPaths {
  explicit OllamaPaths(const BaseUrl& base);

  std::string chat;         // native
  std::string version;      // native
  std::string tags;         // native
  std::string completions;  // compatible
  std::string models;       // compatible
};

struct OllamaFinding {
  OllamaFace face = OllamaFace::unknown;
  UpstreamEnd end = UpstreamEnd::whole;  // why nothing answers
};

// Asks GET /api/version and, where that is not there, GET /api/tags.
OllamaFinding find_ollama_face(Upstream& upstream, const OllamaPaths& paths,
                               const std::string& api_key, CancelToken& cancel);

struct OllamaModels {
  int status = 0;  // HTTP; 0: no answer
  bool is_list = false;
  bool has_model = false;  // "llama3.2" is also "llama3.2:latest"
};

// Asks GET {base}/models whether `model` is there.
OllamaModels find_ollama_model(Upstream& upstream, const OllamaPaths& paths,
                               const std::string& api_key, const std::string& model,
                               CancelToken& cancel);

}  // namespace magic
