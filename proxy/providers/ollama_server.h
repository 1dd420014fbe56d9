// What answers at OLLAMA_BASE_URL: Ollama itself, or another server that speaks chat completions.
// Thread rule: every function may be called from any thread; they block as SmallQuestions says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proxy/providers/base_url.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/upstream_get.h"

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
OllamaFinding find_ollama_face(const SmallQuestions& questions, const OllamaPaths& paths);

struct OllamaModelCheck {
  int status = 0;  // HTTP; 0: no answer
  bool is_list = false;
  bool has_model = false;
};

// Asks GET {base}/models whether `model` is there.
OllamaModelCheck find_ollama_model(const SmallQuestions& questions, const OllamaPaths& paths,
                                   const std::string& model);

// Asks GET /api/tags, or GET {base}/models where that is not there. nullopt: not known.
std::optional<std::vector<OllamaModel>> list_ollama_models(const SmallQuestions& questions,
                                                           const OllamaPaths& paths,
                                                           OllamaFace face);

// "llama3.2" is also "llama3.2:latest".
bool is_same_ollama_model(const std::string& configured, const std::string& listed);

}  // namespace magic
