#include "client-wasm/model/connection.h"

#include "client-wasm/model/shown_text.h"

namespace magic {

void apply_health(ChatModel& model, const Health& health) {
  model.link = Link::connected;
  model.health = health;
  // They may quote what a provider or Redis said.
  model.health.store_reason = shown_text(health.store_reason);
  for (ProviderStatus& status : model.health.providers) status.reason = shown_text(status.reason);
  if (model.provider_chosen) return;
  for (const ProviderId id : {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo}) {
    if (id == ProviderId::chatgpt && model.local_only) continue;
    const ProviderStatus* status = status_of(model, id);
    if (status != nullptr && status->available) {
      model.provider = id;
      return;
    }
  }
}

void apply_no_connection(ChatModel& model) { model.link = Link::offline; }

ProviderId next_provider(const ChatModel& model) {
  constexpr int kProviders = 3;  // as they are counted: chatgpt, ollama, demo
  for (int step = 1; step < kProviders; ++step) {
    const auto id = static_cast<ProviderId>((static_cast<int>(model.provider) + step) % kProviders);
    const ProviderStatus* status = status_of(model, id);
    if (status != nullptr && status->available) return id;
  }
  return model.provider;
}

bool all_is_well(const ChatModel& model) {
  const ProviderStatus* chosen = status_of(model, model.provider);
  return model.link == Link::connected && model.health.store_available && chosen != nullptr &&
         chosen->available;
}

int health_interval_ms(const ChatModel& model) { return all_is_well(model) ? 5000 : 2000; }

}  // namespace magic
