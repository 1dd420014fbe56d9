// The chat service as the OpenAI face wants it.
// Thread rule: every method may be called from any thread.
#pragma once

#include "proxy/chat/chat_service.h"
#include "proxy/openai_face/face_chat.h"

namespace magic {

class ServiceFaceChat final : public FaceChat {
 public:
  explicit ServiceFaceChat(ChatService& chat) : chat_(chat) {}

  Result<std::unique_ptr<TurnRun>> admit(const TurnRequest& request) override {
    return chat_.admit(request);
  }
  Status check_provider(ProviderId provider, const std::string& model) override {
    return chat_.check_provider(provider, model);
  }
  AnswerEnd answer_directly(ProviderId provider, const Prompt& prompt, AnswerSink& sink,
                            CancelToken& cancel) override {
    return chat_.answer_directly(provider, prompt, sink, cancel);
  }
  Result<ModelChoice> find_model(const std::string& name) override {
    return chat_.find_model(name);
  }
  std::vector<ModelInfo> models() override { return chat_.models(); }

 private:
  ChatService& chat_;
};

}  // namespace magic
