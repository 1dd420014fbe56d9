// The models of a local server as they are offered to a client.
// Thread rule: pure function.
#pragma once

#include <vector>

#include "proxy/providers/ollama.h"
#include "proxy/providers/ollama_codec.h"

namespace magic {

// The configured one first, under the name that it is configured with; then the others as listed.
// `takes_any_name`: servers with one model answer under any name, so the configured one is offered
// even where it is not listed.
std::vector<ModelInfo> offered_ollama_models(const OllamaOptions& options,
                                             std::vector<OllamaModel> listed, bool takes_any_name,
                                             bool is_this_machine);

}  // namespace magic
