#include "proxy/providers/ollama_models.h"

#include <algorithm>
#include <utility>

#include "proxy/providers/ollama_server.h"

namespace magic {

std::vector<ModelInfo> offered_ollama_models(const OllamaOptions& options,
                                             std::vector<OllamaModel> listed, bool takes_any_name,
                                             bool is_this_machine) {
  constexpr std::size_t kMaxModels = 200;
  const auto configured = std::stable_partition(
      listed.begin(), listed.end(),
      [&](const OllamaModel& model) { return is_same_ollama_model(options.model, model.name); });
  const bool is_listed = configured != listed.begin();
  if (is_listed)
    listed.erase(listed.begin() + 1, configured);
  else if (takes_any_name)
    listed.insert(listed.begin(), OllamaModel{.name = options.model});
  if (listed.size() > kMaxModels) listed.resize(kMaxModels);

  std::vector<ModelInfo> models;
  for (OllamaModel& model : listed)
    models.push_back({.provider = ProviderId::ollama,
                      .name = std::move(model.name),
                      .window_tokens = options.num_ctx,
                      .is_default = false,
                      .is_local = is_this_machine && !model.is_remote});
  if (!models.empty() && (is_listed || takes_any_name)) {
    models.front().name = options.model;
    models.front().is_default = true;
  }
  return models;
}

}  // namespace magic
