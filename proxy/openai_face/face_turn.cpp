#include "proxy/openai_face/face_turn.h"

#include <utility>

namespace magic {
namespace {

class SessionTurn final : public FaceTurn {
 public:
  SessionTurn(std::unique_ptr<TurnRun> run, std::string model)
      : run_(std::move(run)), model_(std::move(model)) {}

  const std::string& model() const override { return model_; }
  bool will_wait() const override { return run_->ahead() > 0; }

  Status begin() override {
    Status begun = run_->begin({});
    is_stored_ = begun.ok();
    return begun;
  }

  FaceAnswer run(LaneSink& sink) override {
    LaneResult result = run_->run(0, sink);
    Message& message = result.answer.message;
    return {std::move(message.text), std::move(message.reasoning), message.status,
            std::move(result.error), std::move(message.model),     message.usage.value_or(Usage{})};
  }

  bool is_stored() const override { return is_stored_; }
  std::shared_ptr<CancelToken> token() override { return run_->token(); }

 private:
  const std::unique_ptr<TurnRun> run_;
  const std::string model_;
  bool is_stored_ = false;
};

class DirectTurn final : public FaceTurn {
 public:
  DirectTurn(FaceChat& chat, ProviderId provider, Prompt prompt, std::shared_ptr<TokenMeter> meter)
      : chat_(chat), provider_(provider), prompt_(std::move(prompt)), meter_(std::move(meter)) {}

  const std::string& model() const override { return prompt_.model; }
  bool will_wait() const override { return false; }
  Status begin() override { return success(); }

  FaceAnswer run(LaneSink& sink) override {
    Keeping keeping(sink);
    AnswerEnd end = chat_.answer_directly(provider_, prompt_, keeping, *cancel_);
    FaceAnswer& answer = keeping.answer;
    answer.ending = end.ending;
    answer.error = std::move(end.error);
    answer.model = std::move(end.model);
    answer.usage = end.usage;
    count_tokens(meter_, prompt_, answer.usage, answer.reasoning, answer.text);
    return std::move(answer);
  }

  bool is_stored() const override { return false; }
  std::shared_ptr<CancelToken> token() override { return cancel_; }

 private:
  // Passes the pieces on and keeps them.
  struct Keeping final : AnswerSink {
    explicit Keeping(AnswerSink& to) : sink(to) {}
    bool on_text(std::string_view piece) override {
      answer.text += piece;
      return sink.on_text(piece);
    }
    bool on_reasoning(std::string_view piece) override {
      answer.reasoning += piece;
      return sink.on_reasoning(piece);
    }

    AnswerSink& sink;
    FaceAnswer answer;
  };

  FaceChat& chat_;
  const ProviderId provider_;
  const Prompt prompt_;
  const std::shared_ptr<TokenMeter> meter_;
  const std::shared_ptr<CancelToken> cancel_ = std::make_shared<CancelToken>();
};

TurnRequest turn_request(const FaceRequest& request, const FaceCaller& caller,
                         const ModelChoice& choice) {
  LaneRequest lane;
  lane.mode = Mode::stateful;
  lane.provider = choice.provider;
  lane.model = choice.model;
  if (!request.instructions.empty()) lane.instructions = request.instructions;
  lane.max_output_tokens = request.max_output_tokens;
  lane.temperature = request.temperature;

  TurnRequest turn;
  turn.caller = caller.caller;
  turn.session_id = caller.session_id;
  turn.message = request.messages.back().text;
  turn.stream = request.stream;
  turn.lanes.push_back(std::move(lane));
  return turn;
}

Prompt direct_prompt(const FaceRequest& request, const FaceCaller& caller,
                     const ModelChoice& choice) {
  Prompt prompt;
  prompt.model = choice.model;
  prompt.instructions = request.instructions;
  prompt.messages = request.messages;
  prompt.stream = request.stream;
  prompt.max_output_tokens = request.max_output_tokens.value_or(0);
  prompt.temperature = request.temperature;
  prompt.request_id = caller.caller.request_id;
  return prompt;
}

}  // namespace

Result<std::unique_ptr<FaceTurn>> FaceTurn::admit(FaceChat& chat, const FaceRequest& request,
                                                  const FaceCaller& caller) {
  const Result<ModelChoice> choice = chat.find_model(request.model);
  if (!choice) {
    Error error = choice.error();
    error.param = "model";
    return error;
  }
  const ModelChoice& model = choice.value();
  if (caller.session_id) {
    Result<std::unique_ptr<TurnRun>> run = chat.admit(turn_request(request, caller, model));
    if (!run) return run.error();
    return std::unique_ptr<FaceTurn>(
        std::make_unique<SessionTurn>(std::move(run).value(), model.model));
  }
  if (Status usable = chat.check_provider(model.provider, model.model); !usable)
    return usable.error();
  return std::unique_ptr<FaceTurn>(std::make_unique<DirectTurn>(
      chat, model.provider, direct_prompt(request, caller, model), caller.caller.meter));
}

}  // namespace magic
