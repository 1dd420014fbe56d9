#include "proxy/providers/openai_models.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/model_names.h"
#include "proxy/providers/upstream_get.h"

namespace magic {

OpenAiModels::OpenAiModels(const OpenAiOptions& options, Upstream& upstream, const Clock& clock)
    : options_(options), upstream_(upstream), others_(clock, kFreshMs) {}

std::vector<ModelInfo> OpenAiModels::get() {
  const auto info = [this](std::string name) {
    // No list says how large a window is; the configured one is the best guess there is.
    return ModelInfo{.provider = ProviderId::chatgpt,
                     .name = std::move(name),
                     .window_tokens = options_.window_tokens,
                     .is_default = false,
                     .is_local = upstream_.base().is_this_machine()};
  };
  std::vector<ModelInfo> models{info(options_.model)};
  models.front().is_default = true;
  if (options_.api_key.empty()) return models;
  for (std::string& name : others_.get([this] { return ask(); }))
    if (name != options_.model) models.push_back(info(std::move(name)));
  return models;
}

Remembered<OpenAiModels::Names>::Answer OpenAiModels::ask() {
  CancelToken never;
  const SmallAnswer answer =
      SmallQuestions(upstream_, options_.api_key, never).get(upstream_.base().path + "/models");
  std::optional<Names> names;
  if (answer.is_good()) names = model_ids_from_json(answer.body);
  if (!names) return {{}, kFreshAfterFailureMs};
  return {chat_models_of(std::move(*names)), kFreshMs};
}

std::vector<std::string> chat_models_of(std::vector<std::string> names) {
  constexpr std::size_t kMaxNames = 200;
  const auto is_other = [](const std::string& name) { return !is_chat_model(name); };
  if (!std::all_of(names.begin(), names.end(), is_other)) std::erase_if(names, is_other);
  std::erase(names, "");
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.size() > kMaxNames) names.resize(kMaxNames);
  return names;
}

}  // namespace magic
