#include "proxy/providers/ollama_server.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "proxy/providers/chat_completions_codec.h"

namespace magic {

OllamaPaths::OllamaPaths(const BaseUrl& base) {
  std::string_view prefix = base.path;
  if (prefix.ends_with("/v1")) prefix.remove_suffix(3);
  chat = std::string(prefix) + "/api/chat";
  version = std::string(prefix) + "/api/version";
  tags = std::string(prefix) + "/api/tags";
  completions = std::string(prefix) + "/v1/chat/completions";
  models = std::string(prefix) + "/v1/models";
}

OllamaFinding find_ollama_face(const SmallQuestions& questions, const OllamaPaths& paths) {
  const SmallAnswer version = questions.get(paths.version);
  const bool is_cut = is_slow(version.end) || version.end == UpstreamEnd::broken;
  if (version.status == 0 || is_cut) return {OllamaFace::unknown, version.end};
  if (version.status == 200) {
    const bool is_ollama = is_ollama_version(version.body);
    return {is_ollama ? OllamaFace::native : OllamaFace::chat_completions, version.end};
  }

  const SmallAnswer list = questions.get(paths.tags);
  if (list.status == 0) return {OllamaFace::unknown, list.end};
  if (list.status != 200) return {OllamaFace::untested, list.end};
  const bool is_ollama = ollama_models_from_json(list.body).has_value();
  return {is_ollama ? OllamaFace::native : OllamaFace::chat_completions, list.end};
}

OllamaModelCheck find_ollama_model(const SmallQuestions& questions, const OllamaPaths& paths,
                                   const std::string& model) {
  const SmallAnswer answer = questions.get(paths.models);
  OllamaModelCheck check{.status = answer.status};
  if (!answer.is_good()) return check;
  const std::optional<std::vector<std::string>> ids = model_ids_from_json(answer.body);
  if (!ids) return check;
  check.is_list = true;
  check.has_model = std::any_of(ids->begin(), ids->end(), [&](const std::string& id) {
    return is_same_ollama_model(model, id);
  });
  return check;
}

std::optional<std::vector<OllamaModel>> list_ollama_models(const SmallQuestions& questions,
                                                           const OllamaPaths& paths,
                                                           OllamaFace face) {
  if (face != OllamaFace::chat_completions) {
    const SmallAnswer answer = questions.get(paths.tags);
    std::optional<std::vector<OllamaModel>> models;
    if (answer.is_good()) models = ollama_models_from_json(answer.body);
    if (models || face == OllamaFace::native) return models;
  }
  const SmallAnswer answer = questions.get(paths.models);
  if (!answer.is_good()) return std::nullopt;
  std::optional<std::vector<std::string>> ids = model_ids_from_json(answer.body);
  if (!ids) return std::nullopt;
  std::vector<OllamaModel> models;
  for (std::string& id : *ids)
    if (!id.empty()) models.push_back({.name = std::move(id)});
  return models;
}

bool is_same_ollama_model(const std::string& configured, const std::string& listed) {
  return listed == configured || listed == configured + ":latest";
}

}  // namespace magic
