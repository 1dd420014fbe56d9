#include <utility>

#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/face_errors.h"
#include "shared/json_fields.h"
#include "shared/sse.h"

namespace magic {
namespace {

Json object_json(const FaceHead& head, const char* object) {
  Json json;
  json["id"] = head.id;
  json["object"] = object;
  json["created"] = head.created;
  json["model"] = head.model;
  return json;
}

// null unless both sums are known: a client adds them up, and a made-up 0 would be believed.
Json usage_json(const Usage& usage) {
  if (!usage.input_tokens || !usage.output_tokens) return nullptr;
  Json json;
  json["prompt_tokens"] = *usage.input_tokens;
  json["completion_tokens"] = *usage.output_tokens;
  json["total_tokens"] = *usage.input_tokens + *usage.output_tokens;
  if (usage.cached_tokens)
    json["prompt_tokens_details"] = {{"cached_tokens", *usage.cached_tokens}};
  if (usage.reasoning_tokens)
    json["completion_tokens_details"] = {{"reasoning_tokens", *usage.reasoning_tokens}};
  return json;
}

const char* finish_reason(Ending ending) {
  if (ending == Ending::length) return "length";
  return ending == Ending::filtered ? "content_filter" : "stop";
}

class ChatCompletionsStream final : public FaceStream {
 public:
  ChatCompletionsStream(FaceHead head, bool include_usage)
      : head_(std::move(head)), include_usage_(include_usage) {}

  std::string begin() override { return delta({{"role", "assistant"}, {"content", ""}}); }
  std::string text(std::string_view piece) override { return delta({{"content", piece}}); }
  std::string reasoning(std::string_view piece) override {
    return delta({{"reasoning_content", piece}});
  }

  std::string end(const FaceAnswer& answer) override {
    if (const std::optional<Error> failure = failure_of(answer))
      return event(face_error_json(*failure));
    if (!answer.model.empty()) head_.model = answer.model;
    Json last = Json::object();
    if (answer.ending == Ending::refused) last["refusal"] = answer.text;
    std::string bytes = delta(std::move(last), finish_reason(answer.ending));
    if (const Json usage = usage_json(answer.usage); include_usage_ && !usage.is_null()) {
      Json chunk = object_json(head_, kObject);
      chunk["choices"] = Json::array();
      chunk["usage"] = usage;
      bytes += event(dump_json(chunk));
    }
    return bytes + event("[DONE]");
  }

  void set_model(std::string model) override { head_.model = std::move(model); }

 private:
  static constexpr const char* kObject = "chat.completion.chunk";

  static std::string event(std::string_view data) { return "data: " + std::string(data) + "\n\n"; }

  std::string delta(Json delta, const char* finish = nullptr) const {
    Json choice;
    choice["index"] = 0;
    choice["delta"] = std::move(delta);
    choice["logprobs"] = nullptr;
    choice["finish_reason"] = finish == nullptr ? Json(nullptr) : Json(finish);
    Json chunk = object_json(head_, kObject);
    chunk["choices"] = Json::array({std::move(choice)});
    if (include_usage_) chunk["usage"] = nullptr;
    return event(dump_json(chunk));
  }

  FaceHead head_;
  const bool include_usage_;
};

}  // namespace

std::string chat_completion_json(const FaceHead& head, const FaceAnswer& answer) {
  const bool is_refusal = answer.ending == Ending::refused;
  Json message;
  message["role"] = "assistant";
  message["content"] = is_refusal ? Json(nullptr) : Json(answer.text);
  message["refusal"] = is_refusal ? Json(answer.text) : Json(nullptr);
  if (!answer.reasoning.empty()) message["reasoning_content"] = answer.reasoning;
  Json choice;
  choice["index"] = 0;
  choice["message"] = std::move(message);
  choice["logprobs"] = nullptr;
  choice["finish_reason"] = finish_reason(answer.ending);

  Json json = object_json(head, "chat.completion");
  if (!answer.model.empty()) json["model"] = answer.model;
  json["choices"] = Json::array({std::move(choice)});
  json["usage"] = usage_json(answer.usage);
  return dump_json(json);
}

std::unique_ptr<FaceStream> make_chat_completions_stream(FaceHead head, bool include_usage) {
  return std::make_unique<ChatCompletionsStream>(std::move(head), include_usage);
}

}  // namespace magic
