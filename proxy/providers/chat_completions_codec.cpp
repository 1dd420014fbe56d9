#include "proxy/providers/chat_completions_codec.h"

#include "proxy/providers/chat_messages_json.h"
#include "proxy/providers/provider_problem_json.h"
#include "proxy/providers/token_count.h"
#include "shared/sse.h"

namespace magic {
namespace {

Usage usage_of(const Json& object) {
  JsonFields fields(object);
  Usage usage;
  usage.input_tokens = token_count(fields, "prompt_tokens");
  usage.output_tokens = token_count(fields, "completion_tokens");
  usage.cached_tokens = token_count(fields, "prompt_tokens_details", "cached_tokens");
  usage.reasoning_tokens = token_count(fields, "completion_tokens_details", "reasoning_tokens");
  return usage;
}

// What a chunk of a stream and a whole completion have in common: they differ in the field that
// holds the message, "delta" or "message".
class CompletionReader {
 public:
  explicit CompletionReader(const char* message_key) : message_key_(message_key) {}

  void read(const Json& json, AnswerSink& sink) {
    if (std::optional<ProviderProblem> problem = problem_in(json)) return fail(std::move(*problem));
    JsonFields fields(json);
    const std::string model = fields.string("model").value_or("");
    if (!model.empty()) end_.model = model;
    if (end_.response_id.empty()) end_.response_id = fields.string("id").value_or("");
    if (const Json* usage = fields.object("usage")) end_.usage = usage_of(*usage);
    const Json* choices = fields.array("choices");  // empty in the chunk that holds the usage
    if (choices != nullptr && !choices->empty()) read_choice(choices->front(), sink);
  }

  void fail(ProviderProblem problem) {
    end_.ending = Ending::upstream_error;
    end_.problem = std::move(problem);
  }

  // "[DONE]" without a finish_reason: some servers never give one.
  void done() {
    if (!end_.ending) end_.ending = is_refusal_ ? Ending::refused : Ending::completed;
  }

  bool sink_is_closed() const { return sink_is_closed_; }
  bool failed() const { return end_.ending == Ending::upstream_error; }
  const DecodedEnd& end() const { return end_; }

 private:
  void read_choice(const Json& choice, AnswerSink& sink) {
    JsonFields fields(choice);
    if (const Json* message = fields.object(message_key_)) read_message(*message, sink);
    const std::string reason = fields.string("finish_reason").value_or("");
    if (reason.empty()) return;
    if (reason == "length")
      end_.ending = Ending::length;
    else if (reason == "content_filter")
      end_.ending = Ending::filtered;
    else  // stop, and what other servers call it: eos, tool_calls, ...
      end_.ending = is_refusal_ ? Ending::refused : Ending::completed;
  }

  void read_message(const Json& message, AnswerSink& sink) {
    JsonFields fields(message);
    std::string reasoning = fields.string("reasoning").value_or("");
    if (reasoning.empty()) reasoning = fields.string("reasoning_content").value_or("");
    const std::string content = fields.string("content").value_or("");
    const std::string refusal = fields.string("refusal").value_or("");
    is_refusal_ = is_refusal_ || !refusal.empty();
    if (!reasoning.empty() && !sink.on_reasoning(reasoning)) sink_is_closed_ = true;
    for (const std::string& text : {content, refusal})
      if (!text.empty() && !sink_is_closed_ && !sink.on_text(text)) sink_is_closed_ = true;
  }

  const char* message_key_;
  DecodedEnd end_;
  bool is_refusal_ = false;
  bool sink_is_closed_ = false;
};

class StreamDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink& sink) override {
    events_.feed(bytes, [&](const SseEvent& event) { take(event.data, sink); });
    if (events_.overflowed()) fail();
    if (chunk_.sink_is_closed()) return Want::hang_up;
    return is_done_ ? Want::nothing_more : Want::more;
  }

  DecodedEnd finish(AnswerSink&) override { return chunk_.end(); }

 private:
  void take(const std::string& data, AnswerSink& sink) {
    if (is_done_ || chunk_.sink_is_closed() || data.empty()) return;  // empty: a sign of life
    if (data == "[DONE]") {
      chunk_.done();
      is_done_ = true;
      return;
    }
    const Result<Json> parsed = parse_json(data);
    if (!parsed || !parsed.value().is_object()) return fail();
    chunk_.read(parsed.value(), sink);
    is_done_ = chunk_.failed();
  }

  void fail() {
    if (!is_done_) chunk_.fail(unreadable_answer());
    is_done_ = true;
  }

  SseParser events_;
  CompletionReader chunk_{"delta"};
  bool is_done_ = false;  // a finish_reason is not the end: the usage comes after it
};

class WholeDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink&) override {
    body_ += bytes;
    return Want::more;
  }

  DecodedEnd finish(AnswerSink& sink) override {
    CompletionReader completion("message");
    const Result<Json> parsed = parse_json(body_);
    if (parsed && parsed.value().is_object()) completion.read(parsed.value(), sink);
    if (!completion.end().ending) completion.fail(unreadable_answer());
    return completion.end();
  }

 private:
  std::string body_;
};

}  // namespace

std::string chat_completions_request_json(const Prompt& prompt) {
  Json body = Json::object();
  body["model"] = prompt.model;
  body["messages"] = chat_messages_json(prompt);
  body["stream"] = prompt.stream;
  if (prompt.stream) body["stream_options"] = {{"include_usage", true}};
  // Not max_completion_tokens: Ollama drops that one in silence.
  if (prompt.max_output_tokens > 0) body["max_tokens"] = prompt.max_output_tokens;
  if (prompt.temperature) body["temperature"] = *prompt.temperature;
  return dump_json(body);
}

std::unique_ptr<AnswerDecoder> make_chat_completions_stream_decoder() {
  return std::make_unique<StreamDecoder>();
}

std::unique_ptr<AnswerDecoder> make_chat_completions_whole_decoder() {
  return std::make_unique<WholeDecoder>();
}

std::optional<std::vector<std::string>> model_ids_from_json(std::string_view body) {
  const Result<Json> parsed = parse_json(body);
  if (!parsed || !parsed.value().is_object()) return std::nullopt;
  const auto data = parsed.value().find("data");
  if (data == parsed.value().end()) return std::nullopt;
  std::vector<std::string> ids;
  if (data->is_null()) return ids;  // Ollama without any model
  if (!data->is_array()) return std::nullopt;
  for (const Json& model : *data) ids.push_back(JsonFields(model).string("id").value_or(""));
  return ids;
}

}  // namespace magic
