// A chat service for the face that answers as told and records what it was asked.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/openai_face/face_chat.h"

namespace magic::test {

// What the model says, and how it ends.
struct Speech {
  std::vector<std::string> pieces;
  std::vector<std::string> thoughts = {};
  bool never_ends = false;  // after its pieces, until it is cancelled
  AnswerEnd end = {};
};

class FakeFaceChat final : public FaceChat {
 public:
  Speech speech;
  std::optional<Error> refused_provider;
  std::optional<Error> refused_admission;
  std::optional<Error> refused_begin;
  std::optional<Error> store_failed;  // after the answer
  int ahead = 0;
  std::vector<ModelInfo> offered{{ProviderId::demo, "demo", 4096, true, true}};

  std::vector<TurnRequest> turns;                                      // in order
  std::vector<Prompt> prompts;                                         // those of answer_directly()
  std::atomic<std::optional<Ending>> ended = std::optional<Ending>();  // of the last answer

  Result<std::unique_ptr<TurnRun>> admit(const TurnRequest& request) override {
    if (refused_admission) return *refused_admission;
    turns.push_back(request);
    return std::unique_ptr<TurnRun>(std::make_unique<Run>(*this, request));
  }

  Status check_provider(ProviderId, const std::string&) override {
    return refused_provider ? Status(*refused_provider) : success();
  }

  AnswerEnd answer_directly(ProviderId, const Prompt& prompt, AnswerSink& sink,
                            CancelToken& cancel) override {
    prompts.push_back(prompt);
    return say(sink, cancel);
  }

  Result<ModelChoice> find_model(const std::string& name) override {
    for (const ModelInfo& model : offered) {
      const std::string id = std::string(name_of(model.provider)) + "/" + model.name;
      if (name == model.name || name == id) return ModelChoice{model.provider, model.name};
    }
    return not_found("There is no model '" + name + "' here.");
  }

  std::vector<ModelInfo> models() override { return offered; }

 private:
  class Run final : public TurnRun {
   public:
    Run(FakeFaceChat& chat, const TurnRequest& request) : chat_(chat) {
      start_.session_id = request.session_id.value_or("");
      start_.model = "stand-in";
    }
    int ahead() const override { return chat_.ahead; }
    Status begin(const std::function<void(int)>&) override {
      return chat_.refused_begin ? Status(*chat_.refused_begin) : success();
    }
    std::size_t lanes() const override { return 1; }
    const TurnStart& start(std::size_t) const override { return start_; }
    LaneResult run(std::size_t, LaneSink& sink) override {
      sink.on_context(start_);
      AnswerEnd end = chat_.say(sink, *cancel_);
      LaneResult result;
      Message& message = result.answer.message;
      for (const std::string& piece : chat_.speech.pieces) message.text += piece;
      for (const std::string& thought : chat_.speech.thoughts) message.reasoning += thought;
      message.status = end.ending;
      message.model = end.model;
      message.usage = end.usage;
      result.error = chat_.store_failed ? chat_.store_failed : end.error;
      return result;
    }
    std::shared_ptr<CancelToken> token() override { return cancel_; }

   private:
    FakeFaceChat& chat_;
    TurnStart start_;
    const std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();
  };

  AnswerEnd say(AnswerSink& sink, CancelToken& cancel) {
    for (const std::string& thought : speech.thoughts) sink.on_reasoning(thought);
    for (const std::string& piece : speech.pieces)
      if (!sink.on_text(piece)) break;
    while (speech.never_ends && !cancel.cancelled())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    AnswerEnd end = speech.end;
    if (const auto why = cancel.why()) end.ending = *why;
    ended = end.ending;
    return end;
  }
};

}  // namespace magic::test
