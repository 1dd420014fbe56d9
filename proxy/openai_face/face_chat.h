// What the OpenAI face needs of the chat service: the five calls, so that the face can be tested
// without providers and stores.
// Thread rule: every method may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/turn_request.h"
#include "proxy/chat/turn_run.h"
#include "shared/provider_types.h"

namespace magic {

class FaceChat {
 public:
  virtual ~FaceChat() = default;

  // Contracts: ChatService, whose methods of the same names these are.
  virtual Result<std::unique_ptr<TurnRun>> admit(const TurnRequest& request) = 0;
  virtual Status check_provider(ProviderId provider, const std::string& model) = 0;
  virtual AnswerEnd answer_directly(ProviderId provider, const Prompt& prompt, AnswerSink& sink,
                                    CancelToken& cancel) = 0;
  virtual Result<ModelChoice> find_model(const std::string& name) = 0;
  virtual std::vector<ModelInfo> models() = 0;
};

}  // namespace magic
