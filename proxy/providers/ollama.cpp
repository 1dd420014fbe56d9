#include "proxy/providers/ollama.h"

#include <atomic>
#include <iterator>
#include <optional>
#include <utility>

#include "proxy/providers/answer_attempts.h"
#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/ollama_models.h"
#include "proxy/providers/ollama_server.h"
#include "proxy/providers/remembered_status.h"
#include "proxy/providers/unusable_provider.h"

namespace magic {
namespace {

constexpr std::string_view kKeySetting = "OLLAMA_API_KEY";
constexpr AnswerFormat kNative{"ollama", make_ollama_stream_decoder, make_ollama_whole_decoder};
constexpr AnswerFormat kCompletions{"chat_completions", make_chat_completions_stream_decoder,
                                    make_chat_completions_whole_decoder};

class OllamaProvider final : public Provider {
 public:
  OllamaProvider(OllamaOptions options, const BaseUrl& base, const Clock& clock)
      : options_(std::move(options)),
        paths_(base),
        upstream_(base),
        status_(clock),
        models_(clock, kUsableModelsMs),
        words_{.name = "Ollama",
               .address = base.origin(),
               .key_setting = std::string(kKeySetting),
               .url_setting = "OLLAMA_BASE_URL",
               .model_setting = "OLLAMA_MODEL",
               .unreachable = "Start it with `ollama serve`, or set OLLAMA_BASE_URL.",
               .no_model = "Run `ollama pull {model}`, or set OLLAMA_MODEL.",
               .secret = options_.api_key},
        source_{ProviderId::ollama, upstream_, words_, clock} {}

  ProviderStatus status() override {
    return status_.get([this] { return ask_status(); });
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    return answer_with_retries(options_, cancel, [&](std::chrono::milliseconds time_left) {
      return ask_once(prompt, time_left, sink, cancel);
    });
  }

  std::optional<UpstreamCall> call_for(const Prompt& prompt, std::string_view format) override {
    if (format != kNative.name && format != kCompletions.name) return std::nullopt;
    const bool is_native = format == kNative.name;
    return upstream_call(upstream_.base(), request_for(prompt, is_native), kKeySetting);
  }

  std::vector<ModelInfo> models() override {
    return models_.get([this] { return Models::Answer{ask_models(), kFreshModelsMs}; });
  }

 private:
  using Models = Remembered<std::vector<ModelInfo>>;

  static constexpr std::int64_t kFreshModelsMs = 5000;  // `ollama pull` is seen soon
  static constexpr std::int64_t kUsableModelsMs = 30000;

  ExchangeEnd ask_once(const Prompt& prompt, std::chrono::milliseconds time_left, AnswerSink& sink,
                       CancelToken& cancel) {
    OllamaFace face = face_;
    if (face == OllamaFace::unknown) {
      const OllamaFinding finding = find_face({upstream_, options_.api_key, cancel}, cancel);
      if (const std::optional<Ending> why = cancel.why()) return stopped(*why);
      // A server that is merely slow gets the question in the form that is most likely right.
      face = is_slow(finding.end) ? OllamaFace::native : finding.face;
      if (face == OllamaFace::unknown) return failed_before_asking(source_, finding.end);
    }

    ExchangeEnd result = exchange(face, prompt, time_left, sink, cancel);
    if (result.is_endpoint_missing) {
      // Found out wrongly, or another server has taken the place: try the other face, once.
      face =
          face == OllamaFace::chat_completions ? OllamaFace::native : OllamaFace::chat_completions;
      ExchangeEnd other = exchange(face, prompt, time_left, sink, cancel);
      face_ = other.is_endpoint_missing ? OllamaFace::unknown : face;
      std::vector<UpstreamAttempt>& attempts = result.answer.trace.attempts;
      std::move(other.answer.trace.attempts.begin(), other.answer.trace.attempts.end(),
                std::back_inserter(attempts));
      if (other.is_endpoint_missing) return result;
      other.answer.trace.attempts = std::move(attempts);
      return other;
    }
    if (result.answer.error && result.answer.error->code == ErrorCode::provider_unavailable)
      face_ = OllamaFace::unknown;
    return result;
  }

  static ExchangeEnd stopped(Ending why) {
    ExchangeEnd end;
    end.answer.ending = why;
    return end;
  }

  UpstreamRequest request_for(const Prompt& prompt, bool is_native) const {
    UpstreamRequest request;
    request.path = is_native ? paths_.chat : paths_.completions;
    request.body = is_native ? ollama_request_json(prompt, options_.num_ctx)
                             : chat_completions_request_json(prompt);
    request.api_key = options_.api_key;
    request.request_id = prompt.request_id;
    return request;
  }

  ExchangeEnd exchange(OllamaFace face, const Prompt& prompt, std::chrono::milliseconds time_left,
                       AnswerSink& sink, CancelToken& cancel) {
    const bool is_native = face != OllamaFace::chat_completions;
    UpstreamRequest request = request_for(prompt, is_native);
    set_timeouts(request, options_, time_left);
    return exchange_answer(source_, request, prompt, is_native ? kNative : kCompletions, sink,
                           cancel);
  }

  OllamaFinding find_face(const SmallQuestions& questions, const CancelToken& cancel) {
    const OllamaFinding finding = find_ollama_face(questions, paths_);
    // Silence says nothing new: a server at work on an answer may be slow to say what it is.
    if (!cancel.cancelled() && !is_slow(finding.end)) face_ = finding.face;
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
    const SmallQuestions questions(upstream_, options_.api_key, never);
    const OllamaFinding finding = find_face(questions, never);
    if (is_slow(finding.end) && face_ != OllamaFace::unknown) return {};
    if (is_slow(finding.end))
      return words_.address + " accepts connections but does not answer. " + words_.unreachable;
    if (finding.face == OllamaFace::unknown)
      return error_from_transport(words_, finding.end).message;

    const OllamaModelCheck check = find_ollama_model(questions, paths_, options_.model);
    if (check.status == 401 || check.status == 403 || check.status >= 500)
      return error_from_refusal(words_, options_.model, check.status, {}, 0).message;
    // Servers with one model answer under any name; only Ollama's list is the last word. One that
    // does not list its models may still answer.
    only_model_is_missing = finding.face == OllamaFace::native && check.is_list && !check.has_model;
    if (only_model_is_missing)
      return error_from_problem(words_, options_.model, {.code = "model_not_found"}).message;
    return {};
  }

  std::vector<ModelInfo> ask_models() {
    CancelToken never;
    const SmallQuestions questions(upstream_, options_.api_key, never);
    OllamaFace face = face_;
    if (face == OllamaFace::unknown) face = find_face(questions, never).face;
    if (face == OllamaFace::unknown) return {};
    std::optional<std::vector<OllamaModel>> listed = list_ollama_models(questions, paths_, face);
    if (!listed) return {};
    return offered_ollama_models(options_, std::move(*listed), face == OllamaFace::chat_completions,
                                 upstream_.base().is_this_machine());
  }

  const OllamaOptions options_;
  const OllamaPaths paths_;
  Upstream upstream_;
  RememberedStatus status_;
  Models models_;
  const ProviderWords words_;
  const AnswerSource source_;
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
