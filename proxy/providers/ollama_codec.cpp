#include "proxy/providers/ollama_codec.h"

#include "proxy/providers/provider_problem_json.h"
#include "shared/line_buffer.h"

namespace magic {
namespace {

// How long the model stays in memory after an answer; Ollama's own default is 5 minutes, which is
// short for someone who reads and thinks.
constexpr std::string_view kKeepAlive = "10m";

class OllamaDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink& sink) override {
    lines_.feed(bytes, [&](std::string_view line) { take(line, sink); });
    if (lines_.overflowed() && !end_.ending) fail(unreadable_answer());
    if (sink_is_closed_) return Want::hang_up;
    return end_.ending ? Want::nothing_more : Want::more;
  }

  DecodedEnd finish(AnswerSink& sink) override {
    take(lines_.rest(), sink);
    return end_;
  }

 private:
  void take(std::string_view line, AnswerSink& sink) {
    if (end_.ending || sink_is_closed_ || line.empty()) return;
    const Result<Json> parsed = parse_json(line);
    if (!parsed || !parsed.value().is_object()) return fail(unreadable_answer());
    if (std::optional<ProviderProblem> problem = problem_in(parsed.value()))
      return fail(std::move(*problem));

    JsonFields fields(parsed.value());
    end_.model = fields.string("model").value_or(end_.model);
    if (const Json* message = fields.object("message")) take_message(*message, sink);
    if (!fields.boolean("done").value_or(false)) return;
    end_.ending =
        fields.string("done_reason").value_or("") == "length" ? Ending::length : Ending::completed;
    end_.usage.input_tokens = fields.integer("prompt_eval_count");
    end_.usage.output_tokens = fields.integer("eval_count");
  }

  void take_message(const Json& message, AnswerSink& sink) {
    JsonFields fields(message);
    const std::string thinking = fields.string("thinking").value_or("");
    const std::string content = fields.string("content").value_or("");
    if (!thinking.empty() && !sink.on_reasoning(thinking)) sink_is_closed_ = true;
    if (!content.empty() && !sink_is_closed_ && !sink.on_text(content)) sink_is_closed_ = true;
  }

  void fail(ProviderProblem problem) {
    end_.ending = Ending::upstream_error;
    end_.problem = std::move(problem);
  }

  LineBuffer lines_;
  DecodedEnd end_;
  bool sink_is_closed_ = false;
};

}  // namespace

std::string ollama_request_json(const Prompt& prompt, int num_ctx) {
  Json messages = Json::array();
  if (!prompt.instructions.empty())
    messages.push_back({{"role", "system"}, {"content", prompt.instructions}});
  for (const PromptMessage& message : prompt.messages)
    messages.push_back({{"role", name_of(message.role)}, {"content", message.text}});

  Json options = {{"num_ctx", num_ctx}};
  if (prompt.max_output_tokens > 0) options["num_predict"] = prompt.max_output_tokens;
  if (prompt.temperature) options["temperature"] = *prompt.temperature;

  Json body = Json::object();
  body["model"] = prompt.model;
  body["messages"] = std::move(messages);
  body["stream"] = prompt.stream;
  body["truncate"] = false;
  body["shift"] = false;
  body["keep_alive"] = kKeepAlive;
  body["options"] = std::move(options);
  return dump_json(body);
}

std::unique_ptr<AnswerDecoder> make_ollama_decoder() { return std::make_unique<OllamaDecoder>(); }

bool is_ollama_version(std::string_view body) {
  const Result<Json> value = parse_json(body);
  return value && JsonFields(value.value()).string("version").has_value();
}

}  // namespace magic
