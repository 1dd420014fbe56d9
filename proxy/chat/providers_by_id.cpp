#include "proxy/chat/providers_by_id.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace magic {
namespace {

bool looks_like_openai(std::string_view name) {
  constexpr std::array<std::string_view, 5> kStarts{"gpt-", "chatgpt-", "o1", "o3", "o4"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [name](std::string_view start) { return name.starts_with(start); });
}

}  // namespace

ProviderSlot* ProvidersById::find(ProviderId id) {
  const auto it = std::find_if(slots_.begin(), slots_.end(),
                               [id](const ProviderSlot& each) { return each.id == id; });
  return it == slots_.end() ? nullptr : &*it;
}

Result<UsableProvider> ProvidersById::usable(ProviderId id, const std::string& model) {
  ProviderSlot* const slot = find(id);
  if (slot == nullptr)
    return provider_unavailable("The provider " + std::string(name_of(id)) +
                                " is not part of this proxy.");
  UsableProvider usable{slot, slot->provider->status()};
  const bool wants_other_model = !model.empty() && model != usable.status.model;
  if (!usable.status.available && !(wants_other_model && usable.status.only_model_is_missing))
    return provider_unavailable(usable.status.reason);
  if (!model.empty()) usable.status.model = model;
  return usable;
}

std::vector<ProviderStatus> ProvidersById::statuses() {
  std::vector<ProviderStatus> statuses;
  for (const ProviderSlot& each : slots_) statuses.push_back(each.provider->status());
  return statuses;
}

std::vector<ModelInfo> ProvidersById::models() {
  std::vector<ModelInfo> all;
  for (const ProviderSlot& each : slots_) {
    std::vector<ModelInfo> models = each.provider->models();
    std::move(models.begin(), models.end(), std::back_inserter(all));
  }
  return all;
}

Result<ModelChoice> ProvidersById::find_model(const std::string& name) {
  for (const ProviderSlot& each : slots_) {
    const std::string prefix = std::string(name_of(each.id)) + "/";
    if (name.size() > prefix.size() && name.starts_with(prefix))
      return ModelChoice{each.id, name.substr(prefix.size())};
  }
  std::vector<ModelInfo> offered = models();
  std::stable_partition(offered.begin(), offered.end(),
                        [](const ModelInfo& model) { return model.is_local; });
  for (const ModelInfo& model : offered)
    if (model.name == name || model.name == name + ":latest")
      return ModelChoice{model.provider, name};
  if (find(ProviderId::chatgpt) != nullptr && looks_like_openai(name))
    return ModelChoice{ProviderId::chatgpt, name};
  return Error{ErrorCode::not_found,
               "There is no model '" + name + "' here. GET /models lists those that there are.",
               "model"};
}

}  // namespace magic
