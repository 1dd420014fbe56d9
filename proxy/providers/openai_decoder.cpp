// The answer half of openai_codec.h.
#include <optional>

#include "proxy/providers/openai_codec.h"
#include "proxy/providers/openai_response.h"
#include "proxy/providers/provider_problem_json.h"
#include "shared/sse.h"

namespace magic {
namespace {

class OpenAiStreamDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink& sink) override {
    events_.feed(bytes, [&](const SseEvent& event) {
      if (!end_.ending && !sink_is_closed_) take(event, sink);
    });
    if (events_.overflowed() && !end_.ending) fail(unreadable_answer());
    if (sink_is_closed_) return Want::hang_up;
    return end_.ending ? Want::nothing_more : Want::more;
  }

  DecodedEnd finish(AnswerSink&) override { return end_; }

 private:
  void take(const SseEvent& event, AnswerSink& sink) {
    // Neither is of this API, but servers and gateways send it: an end, and signs of life.
    if (event.data == "[DONE]" || event.data.empty() || event.name == "ping") return;
    const Result<Json> parsed = parse_json(event.data);
    if (!parsed || !parsed.value().is_object()) return fail(unreadable_answer());
    const Json& json = parsed.value();
    JsonFields fields(json);
    const std::string type = fields.string("type").value_or(event.name);
    if (type == "response.output_text.delta") {
      text(fields, "delta", sink);
    } else if (type == "response.refusal.delta") {
      is_refusal_ = true;
      text(fields, "delta", sink);
    } else if (type == "response.reasoning_text.delta" ||
               type == "response.reasoning_summary_text.delta") {
      reasoning(fields.string("delta").value_or(""), sink);
    } else if (type == "response.reasoning_summary_part.added") {
      if (has_reasoning_) reasoning("\n\n", sink);
    } else if (type == "response.completed" || type == "response.incomplete" ||
               type == "response.failed") {
      const Json* response = fields.object("response");
      finish_with(response == nullptr ? Json::object() : *response, type, sink);
    } else if (type == "error" || (type.empty() && problem_in(json))) {
      fail(problem_from_json(json));
    } else if (const Json* response = fields.object("response")) {
      JsonFields begun(*response);
      end_.model = begun.string("model").value_or(end_.model);
      end_.response_id = begun.string("id").value_or(end_.response_id);
    }
  }

  void finish_with(const Json& response, std::string_view type, AnswerSink& sink) {
    const OpenAiOutput output = openai_output(response);
    is_refusal_ = is_refusal_ || output.is_refusal;
    // A server that sends no deltas still says it all at the end.
    if (!has_reasoning_) reasoning(output.reasoning, sink);
    if (!has_text_) text(output.text, sink);
    const DecodedEnd begun = std::move(end_);
    end_ = openai_end(response, is_refusal_);
    if (end_.model.empty()) end_.model = begun.model;
    if (end_.response_id.empty()) end_.response_id = begun.response_id;
    if (!end_.ending) end_by_type(response, type);
  }

  // The event's name says how it ended where the object's status does not.
  void end_by_type(const Json& response, std::string_view type) {
    if (type == "response.completed")
      end_.ending = is_refusal_ ? Ending::refused : Ending::completed;
    else if (type == "response.incomplete")
      end_.ending = Ending::length;
    else
      fail(problem_from_json(response));
  }

  void fail(ProviderProblem problem) {
    end_.ending = Ending::upstream_error;
    end_.problem = std::move(problem);
  }

  void text(JsonFields& fields, const char* key, AnswerSink& sink) {
    text(fields.string(key).value_or(""), sink);
  }

  void text(const std::string& piece, AnswerSink& sink) {
    if (piece.empty()) return;
    has_text_ = true;
    if (!sink.on_text(piece)) sink_is_closed_ = true;
  }

  void reasoning(const std::string& piece, AnswerSink& sink) {
    if (piece.empty()) return;
    has_reasoning_ = true;
    if (!sink.on_reasoning(piece)) sink_is_closed_ = true;
  }

  SseParser events_;
  DecodedEnd end_;
  bool has_text_ = false;
  bool has_reasoning_ = false;
  bool is_refusal_ = false;
  bool sink_is_closed_ = false;
};

class OpenAiWholeDecoder final : public AnswerDecoder {
 public:
  Want feed(std::string_view bytes, AnswerSink&) override {
    body_ += bytes;
    return Want::more;
  }

  DecodedEnd finish(AnswerSink& sink) override {
    const Result<Json> response = parse_json(body_);
    if (!response) {
      DecodedEnd end;
      end.ending = Ending::upstream_error;
      end.problem = unreadable_answer();
      return end;
    }
    const OpenAiOutput output = openai_output(response.value());
    if (!output.reasoning.empty()) sink.on_reasoning(output.reasoning);
    if (!output.text.empty()) sink.on_text(output.text);
    DecodedEnd end = openai_end(response.value(), output.is_refusal);
    if (!end.ending) {
      end.ending = Ending::upstream_error;
      end.problem = problem_in(response.value()).value_or(unreadable_answer());
    }
    return end;
  }

 private:
  std::string body_;
};

}  // namespace

std::unique_ptr<AnswerDecoder> make_openai_stream_decoder() {
  return std::make_unique<OpenAiStreamDecoder>();
}

std::unique_ptr<AnswerDecoder> make_openai_whole_decoder() {
  return std::make_unique<OpenAiWholeDecoder>();
}

}  // namespace magic
