// The use cases around an answer: turns of one lane or several, stopping them, answers without a
// session, models, health. Knows no HTTP, no Redis, no JSON. What concerns stored sessions is in
// session_service.h.
// Thread rule: every method may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/turn_request.h"
#include "proxy/chat/turn_run.h"
#include "shared/provider_types.h"

namespace magic {

class ChatService {
 public:
  explicit ChatService(ChatParts& parts);

  // Checks, and takes a place in the session's line. Nothing is stored yet.
  // Errors: provider_unavailable (of a comparison only when no lane's provider is available),
  // session_busy, store_unavailable.
  Result<std::unique_ptr<TurnRun>> admit(TurnRequest request);

  // How an answer of that turn was asked for: what a replay starts from. not_found: no such turn.
  Result<LaneRequest> request_of(const std::string& session_id, const std::string& turn_id);

  // Stops a turn, whichever proxy runs it. True: it was told to stop. False: it has ended already.
  // not_found: no such turn.
  Result<bool> cancel(const std::string& session_id, const std::string& turn_id);

  // For prompts that carry their whole conversation, as OpenAI's clients send them: nothing is
  // stored. Errors of the check: provider_unavailable.
  Status check_provider(ProviderId provider, const std::string& model);
  AnswerEnd answer_directly(ProviderId provider, const Prompt& prompt, AnswerSink& sink,
                            CancelToken& cancel);

  // not_found: no provider has such a model.
  Result<ModelChoice> find_model(const std::string& name);
  std::vector<ModelInfo> models();
  std::vector<ProviderStatus> providers();
  Health health();
  // Whether the store answers, which every turn needs; within 1 s, and asks no provider.
  Status store_ready();

 private:
  ChatParts& parts_;
};

}  // namespace magic
