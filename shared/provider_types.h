// What is known of the providers: whether they would answer, and their models.
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "shared/chat_limits.h"
#include "shared/names.h"

namespace magic {

struct ProviderStatus {
  ProviderId id = ProviderId::demo;
  bool available = false;
  std::string reason;  // why not, as a sentence that says what to do; empty when available
  std::string model;   // the configured model
  int window_tokens = 0;
  bool only_model_is_missing = false;  // why it is not available: another model would
                                       // do. Known to the proxy, not sent to clients

  bool operator==(const ProviderStatus&) const = default;
};

// GET / : what works right now.
struct Health {
  std::string version;
  bool store_available = false;
  std::string store_reason;  // empty when available
  std::vector<ProviderStatus> providers;
  std::size_t max_message_bytes = ChatLimits{}.max_message_bytes;

  bool operator==(const Health&) const = default;
};

// A model that a provider offers.
struct ModelInfo {
  ProviderId provider = ProviderId::demo;
  std::string name;
  int window_tokens = 0;  // 0: not known
  bool is_default = false;
  bool is_local = true;  // false: what it is sent leaves this machine

  bool operator==(const ModelInfo&) const = default;
};

}  // namespace magic
