#include "proxy/providers/ollama_codec.h"

#include <algorithm>
#include <utility>

#include "proxy/providers/chat_messages_json.h"
#include "proxy/providers/provider_problem_json.h"
#include "proxy/providers/token_count.h"
#include "shared/line_buffer.h"

namespace magic {
namespace {

// How long the model stays in memory after an answer; Ollama's own default is 5 minutes, which is
// short for someone who reads and thinks.
constexpr std::string_view kKeepAlive = "10m";

// Reads the objects of an answer: one, or one after another.
class ObjectReader {
 public:
  void take(std::string_view json, AnswerSink& sink) {
    if (end_.ending || sink_is_closed_ || json.empty()) return;
    const Result<Json> parsed = parse_json(json);
    if (!parsed || !parsed.value().is_object()) return fail(unreadable_answer());
    if (std::optional<ProviderProblem> problem = problem_in(parsed.value()))
      return fail(std::move(*problem));

    JsonFields fields(parsed.value());
    end_.model = fields.string("model").value_or(end_.model);
    if (const Json* message = fields.object("message")) take_message(*message, sink);
    if (!fields.boolean("done").value_or(false)) return;
    end_.ending =
        fields.string("done_reason").value_or("") == "length" ? Ending::length : Ending::completed;
    end_.usage.input_tokens = token_count(fields, "prompt_eval_count");
    end_.usage.output_tokens = token_count(fields, "eval_count");
  }

  void fail(ProviderProblem problem) {
    end_.ending = Ending::upstream_error;
    end_.problem = std::move(problem);
  }

  const DecodedEnd& end() const { return end_; }
  bool sink_is_closed() const { return sink_is_closed_; }

 private:
  void take_message(const Json& message, AnswerSink& sink) {
    JsonFields fields(message);
    const std::string thinking = fields.string("thinking").value_or("");
    const std::string content = fields.string("content").value_or("");
    if (!thinking.empty() && !sink.on_reasoning(thinking)) sink_is_closed_ = true;
    if (!content.empty() && !sink_is_closed_ && !sink.on_text(content)) sink_is_closed_ = true;
  }

  DecodedEnd end_;
  bool sink_is_closed_ = false;
};

class StreamDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink& sink) override {
    lines_.feed(bytes, [&](std::string_view line) { answer_.take(line, sink); });
    if (lines_.overflowed() && !answer_.end().ending) answer_.fail(unreadable_answer());
    if (answer_.sink_is_closed()) return Want::hang_up;
    return answer_.end().ending ? Want::nothing_more : Want::more;
  }

  DecodedEnd finish(AnswerSink& sink) override {
    answer_.take(lines_.rest(), sink);
    return answer_.end();
  }

 private:
  LineBuffer lines_;
  ObjectReader answer_;
};

class WholeDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink&) override {
    body_ += bytes;
    return Want::more;
  }

  DecodedEnd finish(AnswerSink& sink) override {
    // A server that streams although it was not asked to sends more than one object.
    if (!parse_json(body_).ok()) {
      StreamDecoder lines;
      lines.feed(body_, sink);
      return lines.finish(sink);
    }
    ObjectReader answer;
    answer.take(body_, sink);
    return answer.end();
  }

 private:
  std::string body_;
};

// Newer releases say what a model can do; embedding models cannot complete a text.
bool can_chat(const Json* capabilities) {
  return capabilities == nullptr || capabilities->empty() ||
         std::find(capabilities->begin(), capabilities->end(), "completion") != capabilities->end();
}

}  // namespace

std::string ollama_request_json(const Prompt& prompt, int num_ctx) {
  Json options = {{"num_ctx", num_ctx}};
  if (prompt.max_output_tokens > 0) options["num_predict"] = prompt.max_output_tokens;
  if (prompt.temperature) options["temperature"] = *prompt.temperature;

  Json body = Json::object();
  body["model"] = prompt.model;
  body["messages"] = chat_messages_json(prompt);
  body["stream"] = prompt.stream;
  body["truncate"] = false;
  body["shift"] = false;
  body["keep_alive"] = kKeepAlive;
  body["options"] = std::move(options);
  return dump_json(body);
}

std::unique_ptr<AnswerDecoder> make_ollama_stream_decoder() {
  return std::make_unique<StreamDecoder>();
}

std::unique_ptr<AnswerDecoder> make_ollama_whole_decoder() {
  return std::make_unique<WholeDecoder>();
}

bool is_ollama_version(std::string_view body) {
  const Result<Json> value = parse_json(body);
  return value && JsonFields(value.value()).string("version").has_value();
}

std::optional<std::vector<OllamaModel>> ollama_models_from_json(std::string_view body) {
  const Result<Json> value = parse_json(body);
  if (!value || !value.value().is_object() || value.value().contains("data")) return std::nullopt;
  const auto list = value.value().find("models");
  if (list == value.value().end()) return std::nullopt;
  std::vector<OllamaModel> models;
  if (list->is_null()) return models;  // none is installed
  if (!list->is_array()) return std::nullopt;
  for (const Json& each : *list) {
    JsonFields fields(each);
    OllamaModel model;
    model.name = fields.string("name").value_or("");
    model.is_remote = !fields.string("remote_model").value_or("").empty() ||
                      !fields.string("remote_host").value_or("").empty();
    if (!model.name.empty() && can_chat(fields.array("capabilities")))
      models.push_back(std::move(model));
  }
  return models;
}

}  // namespace magic
