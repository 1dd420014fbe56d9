// The providers that this proxy has, and which of them a request may use.
// Thread rule: every method may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/turn_request.h"
#include "proxy/providers/provider.h"
#include "shared/result.h"

namespace magic {

struct ProviderSlot {
  ProviderId id = ProviderId::demo;
  std::unique_ptr<Provider> provider;
  int max_output_tokens = 1024;  // when the request names none
};

// A provider that may be asked right now, and its model.
struct UsableProvider {
  ProviderSlot* slot = nullptr;
  ProviderStatus status;  // status.model is the model to ask for
};

class ProvidersById {
 public:
  explicit ProvidersById(std::vector<ProviderSlot> slots) : slots_(std::move(slots)) {}

  // nullptr: this proxy has no such provider.
  ProviderSlot* find(ProviderId id);

  // `model` empty: the provider's default one. Errors: provider_unavailable, with the reason.
  Result<UsableProvider> usable(ProviderId id, const std::string& model);

  std::vector<ProviderStatus> statuses();
  std::vector<ModelInfo> models();

  // Which provider a model name means: "demo", "ollama/NAME" and "chatgpt/NAME" say it; otherwise
  // a model that is offered under that name ("llama3.2" is also "llama3.2:latest"), local ones
  // first; otherwise one that looks like OpenAI's. not_found: none.
  Result<ModelChoice> find_model(const std::string& name);

 private:
  std::vector<ProviderSlot> slots_;
};

}  // namespace magic
