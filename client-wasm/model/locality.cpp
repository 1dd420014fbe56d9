#include "client-wasm/model/locality.h"

#include <string>

namespace magic {

void choose_provider(ChatModel& model, ProviderId provider) {
  model.asks_for_cloud = false;
  if (provider == ProviderId::chatgpt && model.local_only) {
    model.asks_for_cloud = true;
    return;
  }
  model.provider = provider;
  model.provider_chosen = true;
}

bool answer_cloud_question(ChatModel& model, bool unlock) {
  if (!model.asks_for_cloud) return false;
  model.asks_for_cloud = false;
  if (!unlock) return false;
  model.local_only = false;
  choose_provider(model, ProviderId::chatgpt);
  return true;
}

void apply_local_only(ChatModel& model, const std::string& session_id, bool local_only) {
  if (session_id != model.session_id) return;
  model.local_only = local_only;
  if (!local_only) model.asks_for_cloud = false;
  if (!local_only || model.provider != ProviderId::chatgpt) return;
  const ProviderStatus* own = status_of(model, ProviderId::ollama);
  model.provider = own != nullptr && own->available ? ProviderId::ollama : ProviderId::demo;
}

}  // namespace magic
