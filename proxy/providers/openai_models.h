// The models that OpenAI, or a server of its kind, offers for a chat.
// Thread rule: every method may be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "proxy/base/clock.h"
#include "proxy/providers/openai.h"
#include "proxy/providers/remembered.h"
#include "proxy/providers/upstream.h"

namespace magic {

class OpenAiModels {
 public:
  static constexpr std::int64_t kFreshMs = 5 * 60 * 1000;
  static constexpr std::int64_t kFreshAfterFailureMs = 30 * 1000;

  // All must outlive this.
  OpenAiModels(const OpenAiOptions& options, Upstream& upstream, const Clock& clock);

  // The configured one first, then the others by name. Asks GET {base}/models, for at most 2 s,
  // where a key is there; the answer is remembered. When there is none, the configured one is all.
  std::vector<ModelInfo> get();

 private:
  using Names = std::vector<std::string>;

  Remembered<Names>::Answer ask();

  const OpenAiOptions& options_;
  Upstream& upstream_;
  Remembered<Names> others_;
};

// The names of a list that are of chat models, in order. A list with none of OpenAI's names is
// another server's and is taken as it is.
std::vector<std::string> chat_models_of(std::vector<std::string> names);

}  // namespace magic
