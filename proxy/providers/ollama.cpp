#include "proxy/providers/ollama.h"

#include <atomic>
#include <optional>
#include <utility>

#include "proxy/providers/answer_exchange.h"
#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/ollama_server.h"
#include "proxy/providers/remembered_status.h"
#include "proxy/providers/unusable_provider.h"

namespace magic {
namespace {

AnswerEnd failed(Error error) {
  AnswerEnd end;
  end.ending = Ending::upstream_error;
  end.error = std::move(error);
  return end;
}

class OllamaProvider final : public Provider {
 public:
  OllamaProvider(OllamaOptions options, const BaseUrl& base, const Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        paths_(base),
        upstream_(base),
        remembered_(clock),
        words_{.name = "Ollama",
               .address = base.origin(),
               .key_setting = "OLLAMA_API_KEY",
               .url_setting = "OLLAMA_BASE_URL",
               .model_setting = "OLLAMA_MODEL",
               .unreachable = "Start it with `ollama serve`, or set OLLAMA_BASE_URL.",
               .no_model = "Run `ollama pull {model}`, or set OLLAMA_MODEL.",
               .secret = options_.api_key} {}

  ProviderStatus status() override {
    return remembered_.get([this] { return ask_status(); });
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    OllamaFace face = face_;
    if (face == OllamaFace::unknown) {
      const OllamaFinding finding = find_face(cancel);
      if (const std::optional<Ending> why = cancel.why()) return stopped(*why);
      // A server that is merely slow gets the question in the form that is most likely right.
      face = finding.end == UpstreamEnd::timeout ? OllamaFace::native : finding.face;
      if (face == OllamaFace::unknown) return failed(error_from_transport(words_, finding.end));
    }

    ExchangeEnd result = ask(face, prompt, sink, cancel);
    if (result.is_endpoint_missing) {
      // Found out wrongly, or another server has taken the place: try the other face, once.
      face =
          face == OllamaFace::chat_completions ? OllamaFace::native : OllamaFace::chat_completions;
      ExchangeEnd other = ask(face, prompt, sink, cancel);
      face_ = other.is_endpoint_missing ? OllamaFace::unknown : face;
      if (!other.is_endpoint_missing) return std::move(other.answer);
    }
    if (result.answer.error && result.answer.error->code == ErrorCode::provider_unavailable)
      face_ = OllamaFace::unknown;
    return std::move(result.answer);
  }

 private:
  static AnswerEnd stopped(Ending why) {
    AnswerEnd end;
    end.ending = why;
    return end;
  }

  ExchangeEnd ask(OllamaFace face, const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) {
    const bool is_native = face != OllamaFace::chat_completions;
    const UpstreamRequest request{
        .path = is_native ? paths_.chat : paths_.completions,
        .body = is_native ? ollama_request_json(prompt, options_.num_ctx)
                          : chat_completions_request_json(prompt),
        .api_key = options_.api_key,
        .silence_timeout = std::chrono::seconds(options_.silence_timeout_seconds)};
    constexpr AnswerFormat kNative{make_ollama_stream_decoder, make_ollama_whole_decoder};
    constexpr AnswerFormat kCompletions{make_chat_completions_stream_decoder,
                                        make_chat_completions_whole_decoder};
    return exchange_answer(upstream_, request, prompt, is_native ? kNative : kCompletions, words_,
                           clock_, sink, cancel);
  }

  OllamaFinding find_face(CancelToken& cancel) {
    const OllamaFinding finding = find_ollama_face(upstream_, paths_, options_.api_key, cancel);
    // Silence says nothing new: a server at work on an answer may be slow to say what it is.
    if (!cancel.cancelled() && finding.end != UpstreamEnd::timeout) face_ = finding.face;
    return finding;
  }

  ProviderStatus ask_status() {
    ProviderStatus status{.id = ProviderId::ollama,
                          .available = false,
                          .reason = "",
                          .model = options_.model,
                          .window_tokens = options_.num_ctx};
    status.reason = why_unavailable(status.only_model_is_missing);
    status.available = status.reason.empty();
    return status;
  }

  std::string why_unavailable(bool& only_model_is_missing) {
    CancelToken never;
    const OllamaFinding finding = find_face(never);
    if (finding.end == UpstreamEnd::timeout && face_ != OllamaFace::unknown) return {};
    if (finding.end == UpstreamEnd::timeout)
      return words_.address + " accepts connections but does not answer. " + words_.unreachable;
    if (finding.face == OllamaFace::unknown)
      return error_from_transport(words_, finding.end).message;

    const OllamaModels models =
        find_ollama_model(upstream_, paths_, options_.api_key, options_.model, never);
    if (models.status == 401 || models.status == 403 || models.status >= 500)
      return error_from_refusal(words_, options_.model, models.status, {}, 0).message;
    // Servers with one model answer under any name; only Ollama's list is the last word. One that
    // does not list its models may still answer.
    only_model_is_missing =
        finding.face == OllamaFace::native && models.is_list && !models.has_model;
    if (only_model_is_missing)
      return error_from_problem(words_, options_.model, {.code = "model_not_found"}).message;
    return {};
  }

  const OllamaOptions options_;
  const Clock& clock_;
  const OllamaPaths paths_;
  Upstream upstream_;
  RememberedStatus remembered_;
  const ProviderWords words_;
  std::atomic<OllamaFace> face_ = OllamaFace::unknown;
};

}  // namespace

std::unique_ptr<Provider> make_ollama_provider(OllamaOptions options, const Clock& clock) {
  Result<BaseUrl> base = parse_base_url(options.base_url, "OLLAMA_BASE_URL");
  if (!base)
    return make_unusable_provider({.id = ProviderId::ollama,
                                   .available = false,
                                   .reason = base.error().message,
                                   .model = std::move(options.model),
                                   .window_tokens = options.num_ctx});
  return std::make_unique<OllamaProvider>(std::move(options), base.value(), clock);
}

}  // namespace magic
